import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'hazards', component: () => import('./HazardListPage.vue') },
  { path: 'hazards/board', component: () => import('./HazardBoardPage.vue') },
  { path: 'hazards/map', component: () => import('./HazardMapPage.vue') },
  { path: 'hazards/notices', component: () => import('./NoticeListPage.vue') },
  { path: 'hazards/escalations', component: () => import('./EscalationListPage.vue') },
  { path: 'hazards/bulk/:id', component: () => import('./BulkPage.vue'), props: true },
  { path: 'hazards/:id', component: () => import('./HazardPage.vue'), props: true },
]
export default routes
