import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'hazards/major', component: () => import('./MajorListPage.vue') },
  { path: 'hazards/major/rules', component: () => import('./MajorRulesPage.vue') },
  { path: 'hazards/major/:id', component: () => import('./MajorPage.vue'), props: true },
]
export default routes
