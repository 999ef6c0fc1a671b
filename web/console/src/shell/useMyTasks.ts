/** How many patrol tasks wait for the person at the desk. */
import { ref } from 'vue'
import { api, unwrap } from '@shared/api/client'
import { today } from '@shared/format'
import { useSession } from '@shared/session'
import { useLive } from '@console/parts/useLive'

export function useMyTasks() {
  const session = useSession()
  const open = ref(0)

  async function count(): Promise<void> {
    const me = session.me?.account_id
    if (!me || !session.may('patrol.view')) return
    const query = { assignee: me, state: ['open' as const], due_to: today(), page: 1, page_size: 1 }
    open.value = (await unwrap(api.GET('/api/v1/tasks', { params: { query } }))).total
  }
  // The number is a courtesy: when it cannot be had, the tasks page itself says why.
  const refresh = (): void => void count().catch(() => (open.value = 0))
  refresh()
  useLive(['patrol.task'], refresh, 5000)
  return { open }
}
