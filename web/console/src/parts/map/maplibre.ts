/** Loads the map library with its worker from our own files. */
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'

let loaded: Promise<typeof import('maplibre-gl')> | null = null

export function loadMapLibre(): Promise<typeof import('maplibre-gl')> {
  loaded ??= import('maplibre-gl').then((library) => {
    library.setWorkerUrl(workerUrl)
    return library
  })
  return loaded
}
