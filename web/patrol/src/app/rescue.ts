/** The rescue file: made without network and without the PIN, from what lies sealed on the phone. */

import Dexie from 'dexie'
import { device } from './state'
import { escrowOf } from './vault'
import { databaseName, type Operation, type Photo, type WorkDatabase } from '../data/schema'
import { unsent, type Unsent } from '../data/queue'
import { rescueFile, rescueName, type RescuePart } from '../vault/rescue-file'
import type { Sealed } from '../vault/seal'
import { APP_VERSION } from '../version'

/** A rescue file and what is in it. */
export interface Rescue {
  blob: Blob
  name: string
  operations: number
  photos: number
  accountId: string
  rescued: Rescued
}

/** Why no rescue file can be made: `nothing`, `no_escrow` (the office's key was never fetched), `not_sealed`. */
export class NoRescue extends Error {}

interface Rescued {
  at: string
  last_seq: number
  photos: string[]
}

const OPEN_OPERATIONS = ['waiting', 'conflict', 'rejected']
const OPEN_PHOTOS = ['waiting', 'refused']

async function plain(accountId: string): Promise<Dexie> {
  // No sealing layer: the rows are taken as they lie.
  return new Dexie(databaseName(accountId)).open()
}

/** Make the rescue file of a person. Raises NoRescue. */
export async function makeRescue(accountId: string, deviceName: string, now: Date = new Date()): Promise<Rescue> {
  const holder = await device.accounts.get(accountId)
  const escrow = await escrowOf(accountId)
  const db = await plain(accountId)
  try {
    type Lying<T> = T & { payload: Sealed }
    const operations = ((await db.table('operations').toArray()) as Lying<Operation>[]).filter((row) => OPEN_OPERATIONS.includes(row.state))
    const photos = ((await db.table('photos').toArray()) as Photo[]).filter((row) => OPEN_PHOTOS.includes(row.state))
    if (operations.length + photos.length === 0) throw new NoRescue('nothing')
    if (!escrow || !holder) throw new NoRescue('no_escrow')
    const parts: RescuePart[] = operations.map((row) => ({
      about: { type: 'operation', id: row.id, kind: row.kind, recorded_at: row.recorded_at },
      sealed: row.payload as unknown as Sealed,
    }))
    for (const photo of photos) {
      const row = (await db.table('bytes').get(photo.id)) as { bytes: Sealed } | undefined
      const { id, sha256, size, media_type, captured_at } = photo
      if (row) parts.push({ about: { type: 'file', id, sha256, size, media_type, captured_at }, sealed: row.bytes })
    }
    if (parts.some((part) => !part.sealed.iv)) throw new NoRescue('not_sealed')
    const offset = (await db.table('meta').get('clock_offset_ms')) as { value: number | null } | undefined
    const head = {
      account_id: accountId,
      username: holder.username,
      device_name: deviceName,
      app_version: APP_VERSION,
      exported_at: now.toISOString(),
      clock_offset_ms: offset?.value ?? null,
      escrow,
    }
    const blob = rescueFile(head, parts)
    const rescued: Rescued = { at: now.toISOString(), last_seq: Math.max(0, ...operations.map((row) => row.seq ?? 0)), photos: photos.map((row) => row.id) }
    return { blob, name: rescueName(holder.username, now), operations: operations.length, photos: photos.length, accountId, rescued }
  } finally {
    db.close()
  }
}

/** Hand the file over: to another app where the phone offers that, else as a download. */
export async function saveRescue(rescue: Rescue): Promise<void> {
  const file = new File([rescue.blob], rescue.name, { type: 'application/octet-stream' })
  if (navigator.canShare?.({ files: [file] }) && matchMedia('(pointer: coarse)').matches && navigator.userActivation?.isActive) {
    try {
      await navigator.share({ files: [file] })
      return await remember(rescue)
    } catch (error) {
      // Turned away or not allowed: the download below keeps the file on the phone itself.
      console.warn(error)
    }
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = rescue.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  await remember(rescue)
}

/** Note what has been handed over; only that may be cleared from the phone without having been delivered. */
async function remember(rescue: Rescue): Promise<void> {
  const db = await plain(rescue.accountId)
  await db.table('meta').put({ key: 'rescued', value: rescue.rescued })
  db.close()
}

/** Whose work lies on this phone without having been delivered, counted without opening any lock. */
export async function leftOnPhone(): Promise<{ account_id: string; display_name: string; operations: number; photos: number }[]> {
  const found = []
  for (const holder of await device.accounts.toArray()) {
    if (!(await Dexie.exists(databaseName(holder.account_id)))) continue
    const db = await plain(holder.account_id)
    const count = async (table: string, states: string[]) =>
      (await Promise.all(states.map((state) => db.table(table).where('state').equals(state).count()))).reduce((sum, one) => sum + one, 0)
    const operations = await count('operations', OPEN_OPERATIONS)
    const photos = await count('photos', OPEN_PHOTOS)
    db.close()
    if (operations + photos > 0) found.push({ account_id: holder.account_id, display_name: holder.display_name, operations, photos })
  }
  return found
}

/** Tell whether everything that is not delivered is in a rescue file; an unsaved visit never is. */
export async function allRescued(db: WorkDatabase): Promise<boolean> {
  const rescued = await db.readMeta<Rescued | null>('rescued', null)
  const left: Unsent = await unsent(db)
  if (!rescued || left.drafts > 0) return false
  const operations = (await db.operations.toArray()).filter((row) => OPEN_OPERATIONS.includes(row.state))
  const photos = (await db.photos.toArray()).filter((row) => OPEN_PHOTOS.includes(row.state))
  return operations.every((row) => (row.seq ?? Infinity) <= rescued.last_seq) && photos.every((row) => rescued.photos.includes(row.id))
}
