/** The lock of this phone: choosing a PIN, opening with it, locking, and the way back in when it was forgotten. */

import { reactive } from 'vue'
import { device } from './state'
import type { WorkDatabase } from '../data/schema'
import { fromBase64 } from '../vault/bytes'
import { canSeal, dataKey, escrowFor, keep, newDataKey, pinProblem, unlock, waitAfter, WrongPin, type KeyRecord, type RescueKey } from '../vault/keys'
import { openSealer, sealerOf, type Sealer } from '../vault/seal'
import { askWorker, forgetInWorker, tellWorker } from './worker-key'

/** `none`: nobody is signed in, or no lock is possible. `choose`: a PIN is to be chosen. */
export type VaultState = 'none' | 'choose' | 'locked' | 'open'

export const vault = reactive({
  state: 'none' as VaultState,
  /** False where the browser cannot seal (no HTTPS): what lies on the phone lies in clear. */
  sealing: canSeal(),
  blockedUntil: 0,
})

/** The data key of whoever holds the phone, while it is unlocked; never written anywhere. */
let raw: Uint8Array<ArrayBuffer> | null = null

/** The PIN breaks a rule: `six_digits` or `too_easy`. */
export class PinRefused extends Error {}

async function sealer(key: Uint8Array<ArrayBuffer>, accountId: string): Promise<Sealer> {
  raw = key
  vault.state = 'open'
  vault.blockedUntil = 0
  await tellWorker(accountId, key)
  return sealerOf(await dataKey(key))
}

/** Return the sealer when no PIN is needed now; else null, with the state saying what to ask for. */
export async function meetVault(accountId: string): Promise<Sealer | null> {
  if (!canSeal()) {
    vault.state = 'open'
    return openSealer
  }
  const record = await device.keys.get(accountId)
  if (!record) {
    vault.state = 'choose'
    return null
  }
  const held = await askWorker(accountId)
  if (held) return sealer(held, accountId)
  vault.state = 'locked'
  vault.blockedUntil = blockedUntil(record)
  return null
}

/** Choose the first PIN. Raises PinRefused, also where another page of this phone has chosen one meanwhile. */
export async function choosePin(accountId: string, pin: string): Promise<Sealer> {
  const problem = pinProblem(pin)
  if (problem) throw new PinRefused(problem)
  const key = newDataKey()
  try {
    // Never over a key that is there: what is sealed with it would be lost.
    await device.keys.add(await keep(key, pin, accountId))
  } catch (error) {
    if ((error as Error).name !== 'ConstraintError') throw error
    vault.state = 'locked'
    throw new PinRefused('chosen_elsewhere')
  }
  return sealer(key, accountId)
}

/** Open with the PIN. Raises WrongPin; after several in a row the next is taken only after a while. */
export async function unlockWith(accountId: string, pin: string): Promise<Sealer> {
  return sealer(await tried(await recordOf(accountId), pin), accountId)
}

/** Try a PIN and count the wrong ones, whatever it is asked for. */
async function tried(record: KeyRecord, pin: string): Promise<Uint8Array<ArrayBuffer>> {
  if (Date.now() < blockedUntil(record)) throw new WrongPin()
  try {
    const key = await unlock(record, pin)
    await device.keys.update(record.account_id, { wrong: 0, blocked_until: 0 })
    return key
  } catch (error) {
    if (!(error instanceof WrongPin)) throw error
    const wrong = record.wrong + 1
    vault.blockedUntil = Date.now() + waitAfter(wrong)
    await device.keys.update(record.account_id, { wrong, blocked_until: vault.blockedUntil })
    throw error
  }
}

/** Until when no PIN is taken. A clock that was years ahead when it was set does not lock anyone out for years. */
function blockedUntil(record: KeyRecord): number {
  return Math.min(record.blocked_until, Date.now() + waitAfter(record.wrong))
}

/** Change the PIN of an open phone. Raises WrongPin for the old one, PinRefused for the new one. */
export async function changePin(accountId: string, old: string, fresh: string): Promise<void> {
  const problem = pinProblem(fresh)
  if (problem) throw new PinRefused(problem)
  const former = await recordOf(accountId)
  await device.keys.put(await keep(await tried(former, old), fresh, accountId, { former }))
}

/** Return the wrapped key that only the installation opens, null when this phone has none yet. */
export async function escrowOf(accountId: string): Promise<KeyRecord['escrow']> {
  return (await device.keys.get(accountId))?.escrow ?? null
}

/** Take the data key that the installation opened for its owner, and put it under a new PIN. Raises PinRefused. */
export async function takeBack(accountId: string, key: string, pin: string): Promise<Sealer> {
  const problem = pinProblem(pin)
  if (problem) throw new PinRefused(problem)
  const opened = fromBase64(key)
  await device.keys.put(await keep(opened, pin, accountId, { former: (await device.keys.get(accountId)) ?? null }))
  return sealer(opened, accountId)
}

/** Wrap the data key for the installation once its key is known, and again when that has changed. */
export async function keepEscrow(db: WorkDatabase): Promise<void> {
  const rescue = await db.readMeta<RescueKey | null>('rescue_key', null)
  const record = rescue && raw ? await device.keys.get(db.accountId) : undefined
  if (!rescue || !raw || !record || record.escrow?.key_id === rescue.id) return
  await device.keys.update(db.accountId, { escrow: await escrowFor(raw, db.accountId, rescue) })
}

/** Forget the key: from now on the PIN is asked for. */
export function closeVault(state: VaultState): void {
  raw = null
  vault.state = state
  forgetInWorker()
}

async function recordOf(accountId: string): Promise<KeyRecord> {
  const record = await device.keys.get(accountId)
  if (!record) throw new Error('no_key')
  return record
}
