/** Where the phone is: asked for when a visit begins, never waited for. */

import type { Position } from '../domain/visit-draft'

/** Return the position in WGS84, or null when it is not allowed, not known in time, or not offered here. */
export function whereAmI(timeoutMs = 15_000): Promise<Position | null> {
  const geolocation = globalThis.navigator?.geolocation
  if (!geolocation) return Promise.resolve(null)
  return new Promise((resolve) => {
    geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 30_000 },
    )
  })
}

/** Return the distance in metres between two WGS84 points (haversine, mean earth radius). */
export function distanceM(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const rad = Math.PI / 180
  const dLat = (lat2 - lat1) * rad
  const dLon = (lon2 - lon1) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(dLon / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)))
}
