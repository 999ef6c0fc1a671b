/** What the server has in the view of a map: asked again when the map rests, the filters change or something happens. */
import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, LngLatBoundsLike, Map as MapLibre } from 'maplibre-gl'
import { ref, shallowRef, watch } from 'vue'
import { asApiError, type ApiError } from '@shared/api/client'
import { colour } from '@shared/theme/colours'
import { useArea } from '@console/state/area'
import { loadLayer } from '@console/state/areaShapes'
import { boundsOf } from './areaFeatures'

export interface MapView {
  /** West, south, east, north in degrees, as the server takes it. */
  bbox: string
  zoom: number
}
interface Given<Found extends FeatureCollection> {
  source: string
  ask: (view: MapView) => Promise<Found>
  /** Adds the layers that draw the source, which is there already. */
  draw: (map: MapLibre) => void
  /** Changes whenever the question does. */
  asked: () => string
  /** Where to begin, if not with the area at hand. */
  begin?: () => LngLatBoundsLike | null
}
export const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

export function viewOf(map: MapLibre): MapView {
  const bounds = map.getBounds()
  const bbox = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((value) => value.toFixed(5)).join(',')
  return { bbox, zoom: Math.floor(map.getZoom()) }
}

export function useFeatureMap<Found extends FeatureCollection>(given: Given<Found>) {
  const area = useArea()
  const map = shallowRef<MapLibre | null>(null)
  const found = shallowRef<Found | null>(null)
  const view = shallowRef<MapView | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(true)
  let turn = 0

  async function refresh(): Promise<void> {
    const target = map.value
    if (!target) return
    const mine = ++turn
    loading.value = true
    view.value = viewOf(target)
    try {
      const answer = await given.ask(view.value)
      if (mine !== turn) return
      ;(target.getSource(given.source) as GeoJSONSource).setData(answer)
      found.value = answer
      error.value = null
    } catch (thrown) {
      if (mine === turn) error.value = asApiError(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  function fit(target: MapLibre, streets: FeatureCollection): void {
    const within = area.path ? streets.features.filter((feature) => area.path.startsWith(String(feature.properties?.['path']))) : []
    const bounds = boundsOf(within.length ? within : streets.features)
    if (bounds) target.fitBounds(bounds, { padding: 24, animate: false })
  }
  /** Draws the streets and the source, goes to where to begin, asks for the first time. */
  async function ready(made: MapLibre): Promise<void> {
    const streets = await loadLayer('street').catch(() => NOTHING)
    made.addSource('streets', { type: 'geojson', data: streets })
    made.addLayer({ id: 'ground-streets', type: 'fill', source: 'streets', paint: { 'fill-color': colour('paper') } })
    made.addLayer({ id: 'streets', type: 'line', source: 'streets', paint: { 'line-color': colour('ink-3'), 'line-width': 1 } })
    made.addSource(given.source, { type: 'geojson', data: NOTHING })
    given.draw(made)
    const begin = given.begin?.()
    if (begin) made.fitBounds(begin, { animate: false })
    else fit(made, streets)
    map.value = made
    made.on('moveend', () => void refresh())
    watch(() => area.path, () => fit(made, streets))
    await refresh()
  }
  watch(given.asked, () => void refresh())
  return { map, found, view, error, loading, refresh, ready }
}

/** Shows a hand over what can be clicked. */
export function pointAt(map: MapLibre, layers: string[]): void {
  for (const layer of layers) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''))
  }
}
