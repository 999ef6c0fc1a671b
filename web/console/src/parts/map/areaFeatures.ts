/** Areas as map features: their polygon where there is one, and a point to write the name at. */
import type { Feature, FeatureCollection, Geometry, Point } from 'geojson'
import type { LngLatBoundsLike } from 'maplibre-gl'

export interface AreaShape {
  path: string
  name: string
  polygon: Geometry | null
  centre_lon: number | null
  centre_lat: number | null
}

export function polygons(areas: AreaShape[], properties: (area: AreaShape) => Record<string, unknown>): FeatureCollection {
  const features = areas.flatMap((area): Feature[] =>
    area.polygon ? [{ type: 'Feature', geometry: area.polygon, properties: { path: area.path, name: area.name, ...properties(area) } }] : [],
  )
  return { type: 'FeatureCollection', features }
}

export function centres(areas: AreaShape[], properties: (area: AreaShape) => Record<string, unknown>): FeatureCollection<Point> {
  const features = areas.flatMap((area): Feature<Point>[] =>
    area.centre_lon === null || area.centre_lat === null
      ? []
      : [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [area.centre_lon, area.centre_lat] },
            properties: { path: area.path, name: area.name, ...properties(area) },
          },
        ],
  )
  return { type: 'FeatureCollection', features }
}

/** Returns the box around all coordinates, null without any. */
export function boundsOf(features: Feature[]): LngLatBoundsLike | null {
  let [west, south, east, north] = [180, 90, -180, -90]
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number' && typeof value[1] === 'number') {
      west = Math.min(west, value[0])
      east = Math.max(east, value[0])
      south = Math.min(south, value[1])
      north = Math.max(north, value[1])
    } else value.forEach(walk)
  }
  for (const feature of features) if ('coordinates' in feature.geometry) walk(feature.geometry.coordinates)
  return west <= east ? [west, south, east, north] : null
}
