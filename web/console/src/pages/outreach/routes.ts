import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: 'trainings', component: () => import('./TrainingListPage.vue') }]
export default routes
