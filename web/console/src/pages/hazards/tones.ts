/** The tone of a hazard's state and limit. */
import type { Schemas } from '@shared/api/client'
import type { Tone } from '@console/parts/StatusTag.vue'

const STATES: Record<string, Tone> = { found: 'amber', assigned: 'amber', accepted: 'amber', referred: 'amber', reported_fixed: 'blue', fixed_on_site: 'blue', closed: 'green', void: 'grey', merged: 'grey' }

export const stateTone = (state: string): Tone => STATES[state] ?? 'grey'

export function dueTone(row: Pick<Schemas['HazardRow'], 'overdue' | 'due_soon'>): Tone {
  return row.overdue ? 'red' : row.due_soon ? 'amber' : 'grey'
}

const SERVICE: Record<string, Tone> = { unserved: 'grey', refused: 'amber', served: 'blue', signed: 'green' }

export const serviceTone = (state: string): Tone => SERVICE[state] ?? 'grey'

/** By the levels of priority: urgent and high, middle, ordinary. */
export const priorityTone = (points: number): Tone => (points >= 40 ? 'red' : points >= 25 ? 'amber' : 'grey')
