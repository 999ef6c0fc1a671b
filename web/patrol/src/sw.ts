/** The service worker: the app opens without network, and what is queued is sent even with the page closed. */

/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { ExpirationPlugin } from 'workbox-expiration'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { BACKGROUND_TAG, lockName } from './sync/names'
import { DeviceDatabase } from './data/device'
import { WorkDatabase } from './data/schema'
import { SyncEngine } from './sync/engine'
import { Http } from './sync/http'
import { alone } from './sync/runner'
import { ServerTransport } from './sync/server'

declare const self: ServiceWorkerGlobalScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/patrol/index.html'), { allowlist: [/^\/patrol(\/|$)/] }))
// What is left out of the first load (the map library) has its hash in its name: once fetched, always right.
registerRoute(({ url }) => url.pathname.startsWith('/patrol/assets/'), new CacheFirst({ cacheName: 'patrol-later', plugins: [new ExpirationPlugin({ maxEntries: 16 })] }))

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

self.addEventListener('sync' as 'message', (event) => {
  const asked = event as unknown as SyncEvent
  if (asked.tag === BACKGROUND_TAG) asked.waitUntil(sendInBackground())
})

/** Send for whoever holds the phone. Throws when something is left, so that the browser tries again. */
async function sendInBackground(): Promise<void> {
  const device = new DeviceDatabase()
  try {
    const holder = await device.current()
    if (!holder?.token) return
    const outcome = await alone(lockName(holder.account_id), async () => {
      const db = new WorkDatabase(holder.account_id)
      try {
        const transport = new ServerTransport(new Http({ token: holder.token }), db)
        return await new SyncEngine(db, transport).run({ force: true, fetchPack: false })
      } finally {
        db.close()
      }
    })
    if (outcome.kind === 'sign_in' && !outcome.mustChangePassword) await device.forgetToken(holder.account_id, holder.token)
    if (outcome.kind === 'later') throw new Error(outcome.reason || 'more_to_send')
  } finally {
    device.close()
  }
}
