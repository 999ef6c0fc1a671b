/** The tone of a place's state. */
import type { Tone } from '@console/parts/StatusTag.vue'

const STATES: Record<string, Tone> = { candidate: 'amber', registered: 'blue', operating: 'green', renovating: 'amber', sealed: 'red', transferring: 'amber' }
export const stateTone = (state: string): Tone => STATES[state] ?? 'grey'
