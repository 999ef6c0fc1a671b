import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'system', component: () => import('./SystemHome.vue') },
  { path: 'system/accounts', component: () => import('./AccountListPage.vue') },
  { path: 'system/grants', component: () => import('./GrantListPage.vue') },
  { path: 'system/roles', component: () => import('./RolesPage.vue') },
  { path: 'system/audit', component: () => import('./AuditListPage.vue') },
  { path: 'system/calendar', component: () => import('./CalendarPage.vue') },
]
export default routes
