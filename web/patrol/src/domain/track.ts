/** A track while on duty: which positions are worth keeping, and when duty ends by itself. */

import { distanceM } from '../capture/position'

/** A position as the browser gave it. */
export interface Fix {
  /** Device clock, ms. */
  at: number
  lon: number
  lat: number
  accuracy_m: number
}

export const LEAST_M = 25
export const LEAST_MS = 60_000
export const WORST_ACCURACY_M = 100
export const PIECE_POINTS = 100
export const PIECE_MS = 5 * 60_000
const LATEST_HOUR = 22

/** Tell whether a position adds to a track: near enough to be true, and far enough from the last or a minute after it. */
export function worthKeeping(last: Fix | null, fix: Fix): boolean {
  if (!(fix.accuracy_m >= 0 && fix.accuracy_m <= WORST_ACCURACY_M)) return false
  if (!last) return true
  if (fix.at < last.at) return false
  return fix.at - last.at >= LEAST_MS || distanceM(last.lon, last.lat, fix.lon, fix.lat) >= LEAST_M
}

/** Tell whether the positions held are to go out as a piece now. */
export function pieceReady(held: Fix[], now: number): boolean {
  return held.length >= PIECE_POINTS || (held.length > 0 && now - held[0]!.at >= PIECE_MS)
}

/** Return the points of a piece: seconds after its first, WGS84, accuracy. */
export function pieceOf(held: Fix[]): { began: number; points: [number, number, number, number][] } {
  const began = held[0]?.at ?? 0
  return { began, points: held.map((fix) => [Math.round((fix.at - began) / 1000), Number(fix.lon.toFixed(6)), Number(fix.lat.toFixed(6)), Math.round(fix.accuracy_m)]) }
}

/** Return when duty begun at `startedMs` ends by itself (ms): 22:00 of the district's day, or two hours after when begun later. */
export function latestEnd(startedMs: number): number {
  const offset = 8 * 3_600_000
  const midnight = Math.floor((startedMs + offset) / 86_400_000) * 86_400_000 - offset
  const night = midnight + LATEST_HOUR * 3_600_000
  return startedMs < night ? night : startedMs + 2 * 3_600_000
}
