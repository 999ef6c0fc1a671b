import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'account', component: () => import('./SessionsPage.vue') },
  { path: 'account/password', component: () => import('./PasswordPage.vue') },
  { path: 'account/second-factor', component: () => import('./SecondFactorPage.vue') },
]
export default routes
