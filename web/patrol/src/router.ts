/** The addresses of the app under /patrol/; whoever has not signed in is sent to the sign-in page. */

import { createRouter, createWebHistory } from 'vue-router'
import { account } from './app/state'
import { unread } from './app/notice'
import { vault } from './app/vault'

export const router = createRouter({
  history: createWebHistory('/patrol/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'today', component: () => import('./screens/today/TodayScreen.vue') },
    { path: '/map', name: 'map', component: () => import('./screens/map/MapScreen.vue') },
    { path: '/scan', name: 'scan', component: () => import('./screens/scan/ScanScreen.vue') },
    { path: '/ledger', name: 'ledger', component: () => import('./screens/ledger/LedgerScreen.vue') },
    { path: '/me', name: 'me', component: () => import('./screens/me/MeScreen.vue') },
    { path: '/me/unsent', name: 'unsent', component: () => import('./screens/me/UnsentScreen.vue') },
    { path: '/me/tracks', name: 'tracks', component: () => import('./screens/me/TracksScreen.vue') },
    { path: '/me/sessions', name: 'sessions', component: () => import('./screens/me/SessionsScreen.vue') },
    { path: '/me/quality', name: 'quality', component: () => import('./screens/me/QualityScreen.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('./screens/sign-in/SignInScreen.vue'), meta: { bare: true } },
    { path: '/password', name: 'password', component: () => import('./screens/sign-in/PasswordScreen.vue'), meta: { bare: true } },
    { path: '/privacy-notice', name: 'privacy-notice', component: () => import('./screens/sign-in/NoticeScreen.vue'), meta: { bare: true } },
    { path: '/lock', name: 'lock', component: () => import('./screens/lock/LockScreen.vue'), meta: { bare: true } },
    { path: '/pin', name: 'pin', component: () => import('./screens/lock/PinScreen.vue'), meta: { bare: true } },
    { path: '/homes', name: 'homes', component: () => import('./screens/homes/HomesScreen.vue') },
    { path: '/homes/new', name: 'home-draw', component: () => import('./screens/homes/DrawScreen.vue') },
    { path: '/homes/:id', name: 'home', component: () => import('./screens/homes/HomeScreen.vue'), props: true },
    { path: '/homes/:id/draw', name: 'home-redraw', component: () => import('./screens/homes/DrawScreen.vue'), props: true },
    { path: '/places/new', name: 'propose', component: () => import('./screens/place/ProposeScreen.vue') },
    { path: '/places/:id', name: 'place', component: () => import('./screens/place/PlaceScreen.vue'), props: true },
    { path: '/places/:id/correct', name: 'correct', component: () => import('./screens/place/CorrectScreen.vue'), props: true, meta: { bare: true } },
    { path: '/places/:id/visit', name: 'visit', component: () => import('./screens/visit/VisitScreen.vue'), props: true, meta: { bare: true } },
    { path: '/visits/:id/notice', name: 'notice', component: () => import('./screens/visit/NoticeScreen.vue'), props: true },
    { path: '/hazards/:id/review', name: 'review', component: () => import('./screens/review/ReviewScreen.vue'), props: true, meta: { bare: true } },
    { path: '/hazards/:id/fixed', name: 'report-fixed', component: () => import('./screens/review/ReportFixedScreen.vue'), props: true, meta: { bare: true } },
    { path: '/:rest(.*)*', redirect: { name: 'today' } },
  ],
})

router.beforeEach((to) => {
  if (!account.value) return to.name === 'sign-in' ? true : { name: 'sign-in' }
  if (account.value.must_change_password) return to.name === 'password' ? true : { name: 'password' }
  if (unread.value) return to.name === 'privacy-notice' ? true : { name: 'privacy-notice' }
  if (vault.state === 'choose') return to.name === 'pin' ? true : { name: 'pin' }
  if (vault.state === 'locked') return to.name === 'lock' ? true : { name: 'lock', query: to.path === '/' ? {} : { to: to.fullPath } }
  if (to.name === 'lock' || to.name === 'pin' || to.name === 'privacy-notice') return { name: 'today' }
  return true
})

// After a new version was put on the server, pages of the old one may be gone: load the app anew at the same address.
router.onError((error: Error, to) => {
  const key = 'patrol.reloaded-for'
  if (!/import|module|preload/i.test(error.message) || !navigator.onLine || sessionStorage.getItem(key) === to.fullPath) throw error
  sessionStorage.setItem(key, to.fullPath)
  location.assign(`/patrol${to.fullPath}`)
})

/** Fetch every screen's code now: without a service worker nothing else could show a screen once the network is gone. */
export async function fetchScreens(): Promise<void> {
  const screens = router.getRoutes().map((route) => route.components?.['default'])
  // One that fails now is fetched when it is opened, as before.
  await Promise.allSettled(screens.map((load) => (typeof load === 'function' ? (load as () => Promise<unknown>)() : load)))
}
