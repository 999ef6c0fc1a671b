/** The kinds and states of bulletins, as lists and tags show them. */
import type { Tone } from '@console/parts/StatusTag.vue'

export const KINDS = ['daily', 'weekly', 'monthly'] as const
export type Kind = (typeof KINDS)[number]
export const STATES = ['draft', 'checked', 'issued', 'voided'] as const
export const TONES: Record<string, Tone> = { draft: 'amber', checked: 'blue', issued: 'green', voided: 'grey' }
