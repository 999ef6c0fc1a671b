/** The steps by which a rate of overdue hazards per 100 places is coloured. */
import type { Token } from '@shared/theme/colours'

export interface RateStep {
  from: number
  label: string
  token: Token
  opacity: number
}

export const RATE_STEPS: RateStep[] = [
  { from: 0, label: '0', token: 'green', opacity: 0.18 },
  { from: 0.01, label: '＜2', token: 'amber-mark', opacity: 0.3 },
  { from: 2, label: '2～5', token: 'amber-mark', opacity: 0.65 },
  { from: 5, label: '5～10', token: 'red', opacity: 0.5 },
  { from: 10, label: '≥10', token: 'red', opacity: 0.85 },
]

export function stepOf(rate: number | null): RateStep | null {
  if (rate === null) return null
  return RATE_STEPS.reduce((found, step) => (rate >= step.from ? step : found))
}
