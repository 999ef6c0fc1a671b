/** Starting and stopping the sending for the person who holds the phone, and keeping the sync line true. */

import { liveQuery } from 'dexie'
import { account, NOTHING_UNSENT, sync, work } from './state'
import { keepEscrow } from './vault'
import { freeDelivered } from '../data/photos'
import { unsent } from '../data/queue'
import type { WorkDatabase } from '../data/schema'
import { StorageFull } from '../data/storage'
import { SyncEngine, type Outcome } from '../sync/engine'
import { Http } from '../sync/http'
import { BACKGROUND_TAG, lockName } from '../sync/names'
import { SyncRunner } from '../sync/runner'
import { ServerTransport } from '../sync/server'

const DAY_MS = 86_400_000
const KEEP_DELIVERED_DAYS = 2
let runner: SyncRunner | undefined
let watching: { unsubscribe(): void }[] = []

/** Begin sending and fetching for the current person. */
export function startSync(db: WorkDatabase): void {
  stopSync()
  watchCounts(db)
  const run = async ({ force }: { force: boolean }): Promise<Outcome> => {
    const token = await db.readMeta('token', '')
    if (!token) return { kind: 'sign_in', mustChangePassword: false }
    const outcome = await new SyncEngine(db, new ServerTransport(new Http({ token }), db)).run({ force })
    // Another page of this phone may have signed in anew meanwhile: only the token that was refused is forgotten.
    if (outcome.kind === 'sign_in' && !outcome.mustChangePassword && (await db.readMeta('token', '')) === token) await db.writeMeta('token', '')
    if (outcome.kind !== 'sign_in') await keepEscrow(db)
    await freeDelivered(db, new Date(Date.now() - KEEP_DELIVERED_DAYS * DAY_MS).toISOString())
    return outcome
  }
  runner = new SyncRunner(lockName(db.accountId), run, {
    onStart: () => {
      sync.running = true
    },
    onOutcome: (outcome) => settle(outcome),
    onError: (error) => {
      sync.running = false
      sync.trouble = error instanceof StorageFull ? 'storage_full' : 'app_error'
      if (!(error instanceof StorageFull)) console.error(error)
    },
  })
  addEventListener('online', onOnline)
  addEventListener('offline', onOffline)
  document.addEventListener('visibilitychange', onVisible)
  void runner.trigger()
}

/** End sending; what is under way ends by itself and marks only what was answered. */
export function stopSync(): void {
  runner?.stop()
  runner = undefined
  for (const one of watching) one.unsubscribe()
  watching = []
  removeEventListener('online', onOnline)
  removeEventListener('offline', onOffline)
  document.removeEventListener('visibilitychange', onVisible)
  Object.assign(sync, { running: false, needsSignIn: false, mustChangePassword: false, trouble: '', lastSyncAt: null })
  Object.assign(sync, { packAt: '', clockOffsetMs: null, unsent: { ...NOTHING_UNSENT }, known: false })
}

/** Send now, without waiting for back-off times. */
export async function syncNow(): Promise<void> {
  await runner?.trigger({ force: true })
}

/** Send soon: called after something was saved, once the sync line counts it. Also asks the browser to send when the page is closed. */
export async function syncSoon(): Promise<void> {
  const db = work.value
  if (db) {
    const count = await unsent(db)
    if (work.value === db) sync.unsent = count
  }
  void runner?.trigger()
  void askBackground()
}

async function askBackground(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const manager = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  // A browser may refuse background sync by setting; the page itself sends anyway.
  await manager?.register(BACKGROUND_TAG).catch(() => undefined)
}

function settle(outcome: Outcome): void {
  sync.running = false
  sync.needsSignIn = outcome.kind === 'sign_in'
  sync.mustChangePassword = outcome.kind === 'sign_in' && outcome.mustChangePassword
  sync.trouble = outcome.kind === 'later' ? outcome.reason : ''
  if (sync.needsSignIn && account.value && !sync.mustChangePassword) account.value = { ...account.value, token: '' }
}

function onOnline(): void {
  sync.online = true
  void runner?.trigger({ force: true })
}

function onOffline(): void {
  sync.online = false
}

function onVisible(): void {
  sync.online = navigator.onLine
  if (document.visibilityState === 'visible') void runner?.trigger()
}

/** Keep the counts true. Queue and times come in one value, so that no screen sees the one without the other. */
function watchCounts(db: WorkDatabase): void {
  watching.push(
    liveQuery(async () => ({
      count: await unsent(db),
      last: await db.readMeta<string | null>('last_sync_at', null),
      pack: await db.readMeta('pack_at', ''),
      offset: await db.readMeta<number | null>('clock_offset_ms', null),
    })).subscribe({
      next: ({ count, last, pack, offset }) => {
        if (work.value !== db) return
        Object.assign(sync, { unsent: count, lastSyncAt: last, packAt: pack, clockOffsetMs: offset, known: true })
      },
    }),
  )
}
