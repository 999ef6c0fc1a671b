import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'figures', component: () => import('./DayLedgerPage.vue') },
  { path: 'figures/all', component: () => import('./FiguresPage.vue') },
  { path: 'figures/frozen', component: () => import('./FrozenPage.vue') },
  { path: 'figures/frozen/:id', component: () => import('./FrozenReportPage.vue'), props: true },
  // A figure's id holds a dot, which in an address would look like a file.
  { path: 'figures/:group/:name', component: () => import('./FigureRowsPage.vue'), props: (to) => ({ id: `${String(to.params['group'])}.${String(to.params['name'])}` }) },
]
export default routes
