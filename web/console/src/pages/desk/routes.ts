import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: 'desk', component: () => import('./DeskPage.vue') }]
export default routes
