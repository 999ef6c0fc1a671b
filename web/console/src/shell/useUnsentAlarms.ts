/** How many alarms over unsent work nobody has taken on yet. */
import { ref } from 'vue'
import { api, unwrap } from '@shared/api/client'
import { useSession } from '@shared/session'
import { useLive } from '@console/parts/useLive'

export function useUnsentAlarms() {
  const session = useSession()
  const fresh = ref(0)

  async function count(): Promise<void> {
    if (!session.may('patrol.phones')) return
    const query = { state: 'new' as const, page: 1, page_size: 1 }
    fresh.value = (await unwrap(api.GET('/api/v1/patrol/alarms', { params: { query } }))).total
  }
  // The number is a courtesy: when it cannot be had, the page of unsent work itself says why.
  const refresh = (): void => void count().catch(() => (fresh.value = 0))
  refresh()
  useLive(['patrol.unsentalarm'], refresh, 1000)
  return { fresh }
}
