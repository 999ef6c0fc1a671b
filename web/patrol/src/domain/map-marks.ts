/** How a place is marked on the map. */

import type { PackHazard, PackPlace, PackTask } from '../data/pack-types'

export type Mark = 'overdue' | 'due' | 'hazard' | 'fine'

export interface MapPlace {
  place: PackPlace
  mark: Mark
}

/** Return the mark of a place: something overdue, something due today or before long, an open hazard, or nothing. */
export function markOf(tasks: PackTask[], hazards: PackHazard[], today: string): Mark {
  const late = tasks.some((task) => task.due_on < today)
  const over = hazards.some((hazard) => hazard.due_on !== null && hazard.due_on < today && hazard.state !== 'reported_fixed')
  if (late || over) return 'overdue'
  if (tasks.length > 0) return 'due'
  return hazards.length > 0 ? 'hazard' : 'fine'
}
