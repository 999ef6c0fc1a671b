/** The tone of a major case's state. */
import type { Tone } from '@console/parts/StatusTag.vue'

const STATES: Record<string, Tone> = { suspected: 'amber', decided: 'red', listed: 'red', released: 'green', dismissed: 'grey' }

export const majorTone = (state: string): Tone => STATES[state] ?? 'grey'
