import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'places/imports', component: () => import('./ImportListPage.vue') },
  { path: 'places/imports/:id', component: () => import('./ImportPage.vue'), props: true },
]
export default routes
