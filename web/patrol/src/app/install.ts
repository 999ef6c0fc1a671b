/** Installing: the service worker where the browser has one, and a word when a new version is ready. */

import { reactive } from 'vue'

export const install = reactive({
  /** False in browsers (or on plain http) where the app cannot open without network. */
  worker: 'serviceWorker' in navigator,
  secure: globalThis.isSecureContext ?? false,
  updateReady: false,
})

const IN_APP = /MicroMessenger|DingTalk|wxwork|Feishu|Lark|QQ\/|AlipayClient/i

/** Tell whether the page runs inside another app (chat, office), where a link opens but nothing can be installed. */
export function insideAnotherApp(agent: string = navigator.userAgent): boolean {
  return IN_APP.test(agent)
}

let waiting: ServiceWorker | null = null
let asked = false

/** Register the service worker; without one the app still queues and sends while it is open. */
export async function registerWorker(): Promise<void> {
  if (!install.worker || !import.meta.env.PROD) return
  try {
    const registration = await navigator.serviceWorker.register('/patrol/sw.js', { scope: '/patrol/', type: 'classic' })
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const fresh = registration.installing
      fresh?.addEventListener('statechange', () => {
        if (fresh.state === 'installed' && navigator.serviceWorker.controller) offer(fresh)
      })
    })
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (asked) location.reload()
    })
  } catch (error) {
    install.worker = false
    console.warn(error)
  }
}

function offer(worker: ServiceWorker): void {
  waiting = worker
  install.updateReady = true
}

/** Go over to the new version. The queue lies in the database and is not touched. */
export function updateNow(): void {
  asked = true
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}

/** Fetch the map's code when nothing else is to do, so that the map opens without network; the worker keeps it. */
export function fetchMapAhead(): void {
  setTimeout(() => {
    if (!install.worker || !navigator.serviceWorker.controller || !navigator.onLine) return
    // Missing it now only means that it is fetched when the map is first opened.
    import('../screens/map/map-files').then(({ keepMapFiles }) => keepMapFiles()).catch(() => undefined)
  }, 8_000)
}
