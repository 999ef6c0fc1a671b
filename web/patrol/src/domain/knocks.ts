/** What came of each door: the office's word of the pack, and what this phone has recorded since. */

import type { PackBuilding } from '../data/pack-types'
import type { Operation } from '../data/schema'
import { districtDate } from './district-time'

/** The last word at a door; `mine` names the record of today that this phone may still put right. */
export interface DoorState {
  outcome: string
  on: string
  mine: string
}

interface KnockPayload {
  id: string
  building_id: string
  door: string
  outcome: string
  replaces?: string | null
}

/**
 * Return door code → state. What this phone recorded stands above the office's word until a pack made after its delivery (`packAt`,
 * ISO) has taken it in together with the colleagues'; then it only tells what this person may still put right.
 */
export function doorStates(building: PackBuilding, operations: Operation[], today: string, packAt = ''): Map<string, DoorState> {
  const states = new Map<string, DoorState>()
  for (const [door, [outcome, on]] of Object.entries(building.last)) states.set(door, { outcome, on, mine: '' })
  for (const row of [...operations].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))) {
    if (row.kind !== 'household.knock' || row.state === 'rejected') continue
    const knock = row.payload as unknown as KnockPayload
    if (knock.building_id !== building.id) continue
    const on = districtDate(new Date(row.recorded_at))
    const known = states.get(knock.door)
    if (known && known.on > on) continue
    if (row.state === 'accepted' && row.result && row.result.at < packAt) {
      if (known && known.outcome === knock.outcome && known.on === on && on === today) known.mine = knock.id
      continue
    }
    if (knock.outcome === 'mistake') states.delete(knock.door)
    else states.set(knock.door, { outcome: knock.outcome, on, mine: on === today ? knock.id : '' })
  }
  return states
}
