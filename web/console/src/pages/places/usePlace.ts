/** One record of the ledger, kept fresh. */
import { watch } from 'vue'
import { api, unwrap, type Schemas } from '@shared/api/client'
import { useLive } from '@console/parts/useLive'
import { useResource } from '@console/parts/useResource'

export type PlaceDetail = Schemas['PlaceDetail']

export function usePlace(id: () => string) {
  const shown = useResource(() => unwrap(api.GET('/api/v1/places/{place_id}', { params: { path: { place_id: id() } } })))
  watch(id, shown.load)
  useLive(
    ['places.place', 'hazards.hazard', 'patrol.visit'],
    (event) => {
      if (event === null || event.subject_id === id() || event.payload['place_id'] === id()) void shown.load()
    },
    500,
  )
  function replace(next: PlaceDetail | null): void {
    if (next) shown.data.value = next
    else void shown.load()
  }
  return { shown, replace }
}
