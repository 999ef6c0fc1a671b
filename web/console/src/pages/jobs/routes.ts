import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: 'jobs', component: () => import('./JobsPage.vue') }]
export default routes
