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

/** Other measures have no agreed thresholds: five equal steps up to the highest value, or to 100 for a percentage. */
export function stepsFor(measure: string, unit: string, values: (number | null)[]): RateStep[] {
  if (measure === 'overdue') return RATE_STEPS
  const most = unit === '%' ? 100 : Math.max(1, ...values.map((value) => value ?? 0))
  const round = (value: number) => Math.round(value * 10) / 10
  return [0.12, 0.3, 0.48, 0.66, 0.84].map((opacity, n) => ({ from: (most * n) / 5, label: `${round((most * n) / 5)}～`, token: 'blue', opacity }))
}

export function stepOf(rate: number | null, steps: RateStep[] = RATE_STEPS): RateStep | null {
  if (rate === null) return null
  return steps.reduce((found, step) => (rate >= step.from ? step : found))
}
