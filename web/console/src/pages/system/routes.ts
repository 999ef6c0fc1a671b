import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'system', component: () => import('./SystemHome.vue') },
  { path: 'system/accounts', component: () => import('./AccountListPage.vue') },
  { path: 'system/grants', component: () => import('./GrantListPage.vue') },
  { path: 'system/roles', component: () => import('./RolesPage.vue') },
  { path: 'system/audit', component: () => import('./AuditListPage.vue') },
  { path: 'system/seals', component: () => import('./SealsPage.vue') },
  { path: 'system/retention', component: () => import('./RetentionPage.vue') },
  { path: 'system/requests', component: () => import('./RequestsPage.vue') },
  { path: 'system/drills', component: () => import('./DrillsPage.vue') },
  { path: 'system/calendar', component: () => import('./CalendarPage.vue') },
]
export default routes
