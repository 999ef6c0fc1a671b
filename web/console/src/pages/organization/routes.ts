import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'organization', component: () => import('./StaffingPage.vue') },
  { path: 'organization/areas', component: () => import('./AreasPage.vue') },
  { path: 'organization/zones', component: () => import('./ZonesPage.vue') },
  { path: 'organization/members', component: () => import('./MemberListPage.vue') },
  { path: 'organization/equipment', component: () => import('./EquipmentListPage.vue') },
]
export default routes
