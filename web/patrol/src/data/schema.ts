/** One person's database on the phone. Its name carries the account, so nobody else's app session ever opens it. */

import Dexie, { type Table } from 'dexie'
import type { PackArea, PackBuilding, PackCase, PackHazard, PackPlace, PackTask } from './pack-types'
import type { VisitDraft } from '../domain/visit-draft'
import { sealedTables } from '../vault/sealed-tables'
import { openJson, openSealer, sealJson, type Sealed, type Sealer } from '../vault/seal'

/** Where an operation stands. Only the server's answer moves it out of `waiting`. */
export type OperationState = 'waiting' | 'accepted' | 'conflict' | 'rejected'

/** The notice the server issued for a visit. */
export interface NoticeMark {
  number: string
  code: string
}

/** Why the server did not take something, in words, as it said them. */
export interface Problem {
  code: string
  zh: string
  en: string
}

/** One thing done on the phone, to be told to the server exactly once. */
export interface Operation {
  id: string
  /** Grows by one with each operation of this person on this phone; the order of sending. */
  seq?: number
  kind: 'visit.submit' | 'place.propose' | 'place.correct' | 'hazard.report_fixed' | 'hazard.review' | 'task.defer' | 'doubt.explain' | 'building.draw' | 'household.knock' | 'duty.start' | 'duty.end' | 'track.piece'
  payload: Record<string, unknown>
  recorded_at: string
  /** Server clock minus device clock at the time of recording, as last measured; null when never measured. */
  clock_offset_ms: number | null
  state: OperationState
  /** What it is about, for the person's own list; not sent. */
  title: string
  detail: string
  place_id: string
  subject_id: string
  tries: number
  next_try_at: number
  /** What the server said: number of the record, whether it waits for another record, the notice a visit brought about. */
  result: { number: string; waits: boolean; at: string; notice?: NoticeMark | null } | null
  problem: Problem | null
}

/** Where a photo stands. `draft`: of a visit not yet saved. `sent`: the server's receipt is here. */
export type PhotoState = 'draft' | 'waiting' | 'sent' | 'refused'

/** A file captured by the app; its bytes lie in `bytes` under the same id and are never changed after hashing. */
export interface Photo {
  id: string
  sha256: string
  size: number
  media_type: string
  role: 'before' | 'after' | 'scene' | 'signature' | 'review' | 'place' | 'clip'
  /** The hash of the photo that this is a marked copy of. */
  annotates?: string
  /** The time a clip covers, as the person says (ISO). */
  starts_at?: string
  ends_at?: string
  /** The visit draft or operation it belongs to. */
  owner_id: string
  title: string
  captured_at: string
  lon: number | null
  lat: number | null
  accuracy_m: number | null
  from_gallery: boolean
  state: PhotoState
  tries: number
  next_try_at: number
  receipt: { received_at: string; size: number } | null
  problem: Problem | null
}

export interface PhotoBytes {
  id: string
  bytes: ArrayBuffer
}

/** A value of the pack that is no list: checklists, outcomes, cursor, me. */
export interface MetaRow {
  key: string
  value: unknown
}

/** Values that say nothing of places or people, and that are read before the lock is opened. */
const CLEAR_META = /^(cursor|pack_at|last_sync_at|failures|clock_offset_ms|map_on|rescued|rescue_key|household_codes|sealed|rules(:.*)?)$/

/** Everything one person has on this phone; sealed with their data key but for what the queue and the indexes need. */
export class WorkDatabase extends Dexie {
  areas!: Table<PackArea, string>
  places!: Table<PackPlace, string>
  hazards!: Table<PackHazard, string>
  tasks!: Table<PackTask, string>
  cases!: Table<PackCase, string>
  meta!: Table<MetaRow, string>
  drafts!: Table<VisitDraft, string>
  operations!: Table<Operation, number>
  photos!: Table<Photo, string>
  bytes!: Table<PhotoBytes, string>
  buildings!: Table<PackBuilding, string>

  constructor(
    readonly accountId: string,
    readonly sealer: Sealer = openSealer,
  ) {
    super(databaseName(accountId))
    this.use(sealedTables(() => this.sealer))
    this.version(1).stores({
      areas: 'id, path',
      places: 'id, area_path, plate_code',
      hazards: 'id, place_id',
      tasks: 'id, place_id',
      cases: 'hazard_id',
      meta: 'key',
      drafts: 'id, place_id',
      operations: '++seq, &id, state, place_id',
      photos: 'id, state, sha256, owner_id',
      bytes: 'id',
    })
    // Nothing changes but who may read: a page of the version without sealing is closed by the browser when this one opens.
    this.version(2).stores({})
    this.version(3).stores({ buildings: 'id, area_path' })
  }

  /** Return a meta value, or the given one when it was never written. */
  async readMeta<T>(key: string, otherwise: T): Promise<T> {
    const row = await this.meta.get(key)
    if (!row) return otherwise
    const value = row.value as T | { sealed: Sealed }
    if (CLEAR_META.test(key) || typeof value !== 'object' || value === null || !('sealed' in value)) return value as T
    return Promise.resolve(openJson<T>(this.sealer, `meta:${key}`, value.sealed))
  }

  /** Keep a meta value. One that is sealed is not to be written inside a transaction. */
  async writeMeta(key: string, value: unknown): Promise<void> {
    const kept = CLEAR_META.test(key) ? value : { sealed: await sealJson(this.sealer, `meta:${key}`, value) }
    await this.meta.put({ key, value: kept })
  }
}

/** Return the name of a person's database on this phone. */
export function databaseName(accountId: string): string {
  return `fengsui-work-${accountId}`
}
