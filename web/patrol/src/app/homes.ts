/** Household visits on this phone: the buildings known here, a knock kept, a building drawn. */

import { work } from './state'
import { syncSoon } from './sync'
import { newId } from '../data/ids'
import type { PackBuilding } from '../data/pack-types'
import { enqueue } from '../data/queue'
import type { Operation, WorkDatabase } from '../data/schema'

/** What goes with a knock: what was talked about, leaflets, what was seen; codes and counts alone. */
export interface Extras {
  topics: string[]
  leaflets: number
  hazards: string[]
}

/** A building as drawn. */
export type Drawing = Omit<PackBuilding, 'last'>

/** Return the buildings of the pack and those drawn here since, by name. */
export async function buildingsHere(db: WorkDatabase): Promise<PackBuilding[]> {
  const found = new Map((await db.buildings.toArray()).map((row) => [row.id, row]))
  const drawn = (await db.operations.toArray()).filter((row) => row.kind === 'building.draw' && row.state !== 'rejected')
  for (const row of drawn as (Operation & { payload: Drawing })[]) {
    // Once delivered, the office's drawing stands; until the next pack brings it, ours.
    if (row.state === 'accepted' && found.has(row.payload.id)) continue
    found.set(row.payload.id, { ...row.payload, last: found.get(row.payload.id)?.last ?? {} })
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'zh'))
}

/** Keep a knock for sending. `replaces` names the record of today that it puts right. */
export async function knock(building: PackBuilding, door: string, outcome: string, label: string, extras: Extras, replaces: string): Promise<void> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  const id = newId()
  const said = outcome === 'met' ? extras : { topics: [], leaflets: outcome === 'mistake' ? 0 : extras.leaflets, hazards: [] }
  await enqueue(db, {
    kind: 'household.knock',
    payload: { id, building_id: building.id, door, outcome, ...said, ...(replaces ? { replaces } : {}) },
    title: `${building.name} ${door}`,
    detail: label,
    place_id: '',
    subject_id: id,
  })
  await syncSoon()
}

/** Keep a drawing for sending. */
export async function drawBuilding(drawing: Drawing, detail: string): Promise<void> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  await enqueue(db, { kind: 'building.draw', payload: { ...drawing }, title: drawing.name, detail, place_id: '', subject_id: drawing.id })
  await db.writeMeta('home_last', drawing.id)
  await syncSoon()
}
