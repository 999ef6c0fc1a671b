import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: 'streets/:path(.+)', component: () => import('./StreetPage.vue'), props: true }]
export default routes
