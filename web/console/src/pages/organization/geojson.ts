/** Reads one polygon out of a file a person chose; what is wrong is said in words. */
import type { Geometry } from 'geojson'

function findPolygon(value: unknown): Geometry | null {
  if (value === null || typeof value !== 'object') return null
  const one = value as { type?: string; geometry?: unknown; features?: unknown[] }
  if (one.type === 'Polygon' || one.type === 'MultiPolygon') return value as Geometry
  if (one.type === 'Feature') return findPolygon(one.geometry)
  if (one.type === 'FeatureCollection' && Array.isArray(one.features)) return one.features.map(findPolygon).find((found) => found !== null) ?? null
  return null
}

/** Returns the polygon, or the words for what is wrong. */
export function readPolygon(text: string): { polygon: Geometry } | { problem: 'syntax' | 'geometry'; words: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    return { problem: 'syntax', words: thrown instanceof Error ? thrown.message : '' }
  }
  const polygon = findPolygon(value)
  return polygon ? { polygon } : { problem: 'geometry', words: '' }
}
