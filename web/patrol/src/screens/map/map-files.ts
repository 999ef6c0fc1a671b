/** The files of the map that are fetched ahead: its code with styles, and its worker. */

import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

/** Fetch them through the service worker, which keeps them. */
export async function keepMapFiles(): Promise<void> {
  await Promise.all([import('./MapCanvas.vue'), fetch(workerUrl)])
}
