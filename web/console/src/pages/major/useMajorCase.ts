/** One major case, kept fresh: what somebody else decides shows without reloading. */
import { watch } from 'vue'
import { api, unwrap, type Schemas } from '@shared/api/client'
import { useLive } from '@console/parts/useLive'
import { useResource } from '@console/parts/useResource'

export function useMajorCase(id: () => string) {
  const shown = useResource(() => unwrap(api.GET('/api/v1/major-cases/{major_id}', { params: { path: { major_id: id() } } })))
  watch(id, shown.load)
  useLive(['hazards.majorcase'], (event) => {
    if (event === null || event.subject_id === id()) void shown.load()
  })
  function replace(next: Schemas['MajorDetail'] | null): void {
    if (next) shown.data.value = next
    else void shown.load()
  }
  return { shown, replace }
}
