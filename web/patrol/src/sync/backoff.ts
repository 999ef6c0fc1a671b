/** When to try again after a failure: doubling from 2 s to 5 min, with a spread so that phones do not come at once. */

const FIRST_MS = 2_000
const LONGEST_MS = 300_000

/** Return the wait in ms before try number `tries` + 1; `spread` is a random number in [0, 1). */
export function waitMs(tries: number, spread: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(tries - 1, 0), 20))
  return Math.round(whole / 2 + (whole / 2) * spread)
}
