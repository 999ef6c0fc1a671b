/** The order of doors: overdue first, then by day, and within each the nearest next one from where the last one was. */

import { distanceM } from '../capture/position'
import type { TodayRow } from './today'

const RANK = { overdue: 0, today: 0, later: 1 } as const

interface Located {
  lon: number
  lat: number
}

function whereIs(row: TodayRow): Located | null {
  const lon = row.place?.lon ?? row.task.lon
  const lat = row.place?.lat ?? row.task.lat
  return lon === null || lon === undefined || lat === null || lat === undefined ? null : { lon, lat }
}

/** Return the rows in walking order, starting from `from` or from the most urgent door. Doors without position come last. */
export function walkingOrder(rows: TodayRow[], from: Located | null): TodayRow[] {
  const ordered: TodayRow[] = []
  let here = from
  for (const rank of [0, 1]) {
    const group = rows
      .filter((row) => RANK[row.urgency] === rank)
      .sort((a, b) => a.task.due_on.localeCompare(b.task.due_on) || a.task.id.localeCompare(b.task.id))
    const left = group.filter((row) => whereIs(row) !== null)
    while (left.length > 0) {
      const next = here === null ? 0 : nearest(left, here)
      const row = left.splice(next, 1)[0]!
      here = whereIs(row)
      ordered.push(row)
    }
    ordered.push(...group.filter((row) => whereIs(row) === null))
  }
  return ordered
}

function nearest(rows: TodayRow[], here: Located): number {
  let best = 0
  let bestM = Infinity
  for (const [index, row] of rows.entries()) {
    const at = whereIs(row)!
    const metres = distanceM(here.lon, here.lat, at.lon, at.lat)
    if (metres < bestM) [best, bestM] = [index, metres]
  }
  return best
}
