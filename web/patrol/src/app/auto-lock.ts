/** Locking by itself: after some minutes out of sight, but never while the camera or the gallery is open for a photo. */

import { lock } from './session'
import { device } from './state'
import { keepFor, stillInUse } from './worker-key'

export const LOCK_MINUTES = [1, 5, 15] as const
const DEFAULT_MINUTES = 5
/** A file chooser may keep the page out of sight for as long as a person needs to take a picture. */
const CHOOSER_MS = 15 * 60_000
const AFTER_MS = 10_000
const BEAT_MS = 20_000
let hiddenAt = 0
let choosingSince = 0

/** Return after how many minutes out of sight the phone locks. */
export function lockMinutes(): Promise<number> {
  return device.read('lock_minutes', DEFAULT_MINUTES)
}

/** Set after how many minutes out of sight the phone locks. */
export async function setLockMinutes(minutes: number): Promise<void> {
  await device.write('lock_minutes', minutes)
  keepFor(minutes * 60_000)
}

/** Begin to watch. `onLock` is called after locking, to show the lock. */
export async function watchSight(onLock: () => void): Promise<void> {
  keepFor((await lockMinutes()) * 60_000)
  document.addEventListener(
    'click',
    (event) => {
      const field = (event.target as Element | null)?.closest?.('input[type=file], label')
      if (field?.matches('input[type=file]') || field?.querySelector('input[type=file]')) choosingSince = Date.now()
    },
    true,
  )
  // The picture may be handed over before the page is seen again, so the grace outlasts the choosing a little.
  for (const end of ['change', 'cancel']) document.addEventListener(end, () => choosingSince && (choosingSince = Date.now() - CHOOSER_MS + AFTER_MS), true)
  document.addEventListener('visibilitychange', () => {
    stillInUse()
    if (document.visibilityState === 'hidden') hiddenAt = Date.now()
    else void seenAgain(onLock)
  })
  addEventListener('pagehide', stillInUse)
  setInterval(() => document.visibilityState === 'visible' && stillInUse(), BEAT_MS)
}

async function seenAgain(onLock: () => void): Promise<void> {
  const away = hiddenAt ? Date.now() - hiddenAt : 0
  hiddenAt = 0
  const choosing = choosingSince > 0 && Date.now() - choosingSince < CHOOSER_MS
  if (choosing || away < (await lockMinutes()) * 60_000) return
  lock()
  onLock()
}
