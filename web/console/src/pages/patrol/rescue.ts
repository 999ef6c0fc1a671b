/** How the states of a rescue file and the outcomes of its parts look. */
import type { Tone } from '@console/parts/StatusTag.vue'

export const RESCUE_TONES: Record<string, Tone> = { read: 'amber', importing: 'blue', done: 'green', failed: 'red' }
export const PART_TONES: Record<string, Tone> = {
  accepted: 'green', merged: 'green', received: 'green', duplicate: 'grey', held: 'grey', waiting: 'blue', conflict: 'amber', later: 'amber', rejected: 'red', damaged: 'red',
}
/** In the order they matter: what needs a person first. */
export const PART_STATUSES = ['damaged', 'rejected', 'conflict', 'later', 'waiting', 'accepted', 'merged', 'received', 'duplicate', 'held']
