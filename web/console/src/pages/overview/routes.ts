import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: '', component: () => import('./OverviewPage.vue') }]
export default routes
