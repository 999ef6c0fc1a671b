import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'steps', component: () => import('./StepBoardPage.vue') },
  { path: 'steps/:step', component: () => import('./StepRowsPage.vue'), props: true },
]
export default routes
