import type { RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: 'places', component: () => import('./PlaceListPage.vue') },
  { path: 'places/map', component: () => import('./PlaceMapPage.vue') },
  { path: 'places/facilities', component: () => import('./FacilityListPage.vue') },
  { path: 'places/new', component: () => import('./PlaceEditPage.vue') },
  { path: 'places/:id', component: () => import('./PlacePage.vue'), props: true },
  { path: 'places/:id/edit', component: () => import('./PlaceEditPage.vue'), props: true },
]
export default routes
