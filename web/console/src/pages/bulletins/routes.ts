import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'figures/bulletins', component: () => import('./BulletinListPage.vue') },
  { path: 'figures/bulletins/wording', component: () => import('./WordingPage.vue') },
  { path: 'figures/bulletins/:id', component: () => import('./BulletinPage.vue'), props: true },
]
export default routes
