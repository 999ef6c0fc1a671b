import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'rules', component: () => import('./RuleListPage.vue') },
  { path: 'rules/:id', component: () => import('./RulePackPage.vue'), props: true },
]
export default routes
