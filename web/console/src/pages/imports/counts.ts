/** The verdicts of an import in the order they are read, with their tone. */
import type { Tone } from '@console/parts/StatusTag.vue'

export const VERDICTS = ['new', 'changed', 'same', 'doubtful', 'conflict', 'rejected'] as const
export const VERDICT_TONES: Record<string, Tone> = { new: 'green', changed: 'blue', same: 'grey', doubtful: 'amber', conflict: 'amber', rejected: 'red' }
export const STATE_TONES: Record<string, Tone> = { uploaded: 'amber', mapped: 'amber', previewing: 'blue', previewed: 'amber', applying: 'blue', applied: 'green', undoing: 'blue', undone: 'grey', failed: 'red' }
export const RUNNING = new Set(['previewing', 'applying', 'undoing'])
