/** One case, kept fresh: what somebody else does to it shows without reloading. */
import { watch } from 'vue'
import { api, unwrap, type Schemas } from '@shared/api/client'
import { useLive } from '@console/parts/useLive'
import { useResource } from '@console/parts/useResource'

export function useHazardCase(id: () => string) {
  const shown = useResource(() => unwrap(api.GET('/api/v1/hazards/{hazard_id}', { params: { path: { hazard_id: id() } } })))
  watch(id, shown.load)
  useLive(['hazards.hazard'], (event) => {
    if (event === null || event.subject_id === id()) void shown.load()
  })
  function replace(next: Schemas['HazardCase'] | null): void {
    if (next) shown.data.value = next
    else void shown.load()
  }
  return { shown, replace }
}
