import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'visits', component: () => import('./VisitListPage.vue') },
  { path: 'visits/:id', component: () => import('./VisitPage.vue'), props: true },
  { path: 'tasks', component: () => import('./TaskListPage.vue') },
  { path: 'household-visits', component: () => import('./HouseholdListPage.vue') },
  { path: 'kept', component: () => import('./KeptListPage.vue') },
  { path: 'tasks/unsent', component: () => import('./UnsentPage.vue') },
  { path: 'tasks/rescue', component: () => import('./RescueListPage.vue') },
  { path: 'tasks/rescue/:id', component: () => import('./RescuePage.vue'), props: true },
  { path: 'tasks/quality', component: () => import('./QualityPage.vue') },
  { path: 'tasks/quality/doubts', component: () => import('./DoubtListPage.vue') },
  { path: 'tasks/tracks', component: () => import('./TrackPage.vue') },
  { path: 'tasks/people', component: () => import('./PeoplePage.vue') },
]
export default routes
