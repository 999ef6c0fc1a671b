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
import type { KeyMessage } from './app/worker-key'
import { dataKey } from './vault/keys'
import { sealerOf } from './vault/seal'

declare const self: ServiceWorkerGlobalScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/patrol/index.html'), { allowlist: [/^\/patrol(\/|$)/] }))
// What is left out of the first load (the map library) has its hash in its name: once fetched, always right.
registerRoute(({ url }) => url.pathname.startsWith('/patrol/assets/'), new CacheFirst({ cacheName: 'patrol-later', plugins: [new ExpirationPlugin({ maxEntries: 16 })] }))

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
/** The open key of whoever holds the phone, in memory only: it is gone when the browser stops this worker. */
let held: { accountId: string; key: Uint8Array<ArrayBuffer>; until: number } | null = null

self.addEventListener('message', (event) => {
  const message = event.data as KeyMessage | { type: 'SKIP_WAITING' } | null
  if (message?.type === 'SKIP_WAITING') void self.skipWaiting()
  if (message?.type === 'KEEP_KEY') held = { accountId: message.accountId, key: new Uint8Array(message.key), until: Date.now() + message.lockMs }
  if (message?.type === 'KEY_IN_USE' && held) held.until = Date.now() + message.lockMs
  if (message?.type === 'FORGET_KEY') held = null
  if (message?.type === 'ASK_KEY') event.ports[0]?.postMessage(keyOf(message.accountId))
})

function keyOf(accountId: string): Uint8Array<ArrayBuffer> | null {
  if (held && Date.now() > held.until) held = null
  return held?.accountId === accountId ? held.key : null
}

interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

self.addEventListener('sync' as 'message', (event) => {
  const asked = event as unknown as SyncEvent
  if (asked.tag === BACKGROUND_TAG) asked.waitUntil(sendInBackground())
})

/** Send for whoever holds the phone, while the key is still open. Throws when something is left, so that the browser tries again. */
async function sendInBackground(): Promise<void> {
  const device = new DeviceDatabase()
  try {
    const holder = await device.current()
    const key = holder ? keyOf(holder.account_id) : null
    if (!holder || !key) return
    const outcome = await alone(lockName(holder.account_id), async () => {
      const db = new WorkDatabase(holder.account_id, sealerOf(await dataKey(key)))
      try {
        const token = await db.readMeta('token', '')
        if (!token) return { kind: 'done' as const }
        return await new SyncEngine(db, new ServerTransport(new Http({ token }), db)).run({ force: true, fetchPack: false })
      } finally {
        db.close()
      }
    })
    if (outcome.kind === 'later') throw new Error(outcome.reason || 'more_to_send')
  } finally {
    device.close()
  }
}
