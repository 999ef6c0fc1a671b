import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [{ path: 'people/:id', component: () => import('./PersonPage.vue'), props: true }]
export default routes
