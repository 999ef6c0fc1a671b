/** The addresses of the desk. A section's pages load when first opened. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { ElMessage } from 'element-plus'
import { asApiError } from '@shared/api/problem'
import { useSession } from '@shared/session'

interface Section {
  default: RouteRecordRaw[]
}

const sections = import.meta.glob<Section>('./pages/*/routes.ts', { eager: true })
const sectionRoutes = Object.values(sections).flatMap((section) => section.default)

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/sign-in', component: () => import('./shell/SignInPage.vue'), meta: { open: true } },
    { path: '/first-password', component: () => import('./shell/FirstPasswordPage.vue'), meta: { open: true } },
    { path: '/first-second-factor', component: () => import('./shell/FirstSecondFactorPage.vue'), meta: { open: true } },
    { path: '/first-notice', component: () => import('./shell/FirstNoticePage.vue'), meta: { open: true } },
    { path: '/wall', component: () => import('./pages/wall/WallPage.vue') },
    {
      path: '/',
      component: () => import('./shell/DeskShell.vue'),
      children: [...sectionRoutes, { path: ':rest(.*)*', component: () => import('./shell/MissingPage.vue') }],
    },
  ],
})

router.beforeEach(async (to) => {
  const session = useSession()
  if (session.me === null) {
    try {
      await session.load()
    } catch {
      // Without the server nobody can be recognised; the sign-in page says so in words and offers to try again.
      return to.meta['open'] ? true : { path: '/sign-in', query: { next: to.fullPath, offline: '1' } }
    }
  }
  if (!session.signedIn) return to.meta['open'] && to.path === '/sign-in' ? true : { path: '/sign-in', query: { next: to.fullPath } }
  if (session.mustChangePassword) return to.path === '/first-password' ? true : '/first-password'
  if (session.mustSetSecondFactor) return to.path === '/first-second-factor' ? true : '/first-second-factor'
  if (session.mustReadNotice) return to.path === '/first-notice' ? true : { path: '/first-notice', query: to.meta['open'] ? {} : { next: to.fullPath } }
  if (to.meta['open']) return '/'
  return true
})

// A page's code could not be fetched: the network is down, or a new version has replaced the file this page was built with.
const RELOADED = 'fengsui.reloaded-for'
router.onError((error: unknown, to) => {
  const isMissingCode = error instanceof TypeError || (error instanceof Error && /dynamically imported|preload/i.test(error.message))
  if (isMissingCode && navigator.onLine && sessionStorage.getItem(RELOADED) !== to.fullPath) {
    sessionStorage.setItem(RELOADED, to.fullPath)
    location.assign(to.fullPath)
    return
  }
  ElMessage.error({ message: asApiError(isMissingCode ? new TypeError('offline') : error).message, duration: 8000, showClose: true })
})
router.afterEach((to) => {
  if (sessionStorage.getItem(RELOADED) === to.fullPath) sessionStorage.removeItem(RELOADED)
})
