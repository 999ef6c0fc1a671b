/** The areas right under one area, at a level, with their polygons where there are any. */
import type { FeatureCollection } from 'geojson'
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { api, unwrap } from '@shared/api/client'
import type { AreaShape } from '@console/parts/map/areaFeatures'
import { useArea } from './area'

const layers = new Map<string, Promise<FeatureCollection>>()

/** Loads a level's layer once a page load; the server answers by scope. */
export function loadLayer(level: string): Promise<FeatureCollection> {
  const known = layers.get(level)
  if (known) return known
  const made = unwrap(api.GET('/api/v1/areas/layer/{level}', { params: { path: { level } }, parseAs: 'json' })) as Promise<unknown> as Promise<FeatureCollection>
  layers.set(level, made)
  made.catch(() => layers.delete(level))
  return made
}

export function forgetLayers(): void {
  layers.clear()
}

export function useAreaShapes(wanted: () => { under: string; level: string }): ComputedRef<AreaShape[]> {
  const area = useArea()
  const layer = shallowRef<FeatureCollection | null>(null)
  watch(
    () => wanted().level,
    async (level) => {
      if (!level) return
      try {
        layer.value = await loadLayer(level)
      } catch {
        // Without borders the map still shows each area as a point with its name.
        layer.value = null
      }
    },
    { immediate: true },
  )
  return computed(() => {
    const { under, level } = wanted()
    const polygons = new Map((layer.value?.features ?? []).map((feature) => [String(feature.properties?.['path'] ?? ''), feature.geometry]))
    return area.rows
      .filter((row) => row.level === level && row.path.startsWith(under))
      .map((row) => ({ path: row.path, name: row.short_name || row.name, polygon: polygons.get(row.path) ?? null, centre_lon: row.centre_lon, centre_lat: row.centre_lat }))
  })
}
