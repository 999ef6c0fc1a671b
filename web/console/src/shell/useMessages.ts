/** One's own messages: how many are unread, the latest of them. */
import { ref } from 'vue'
import { api, idem, newKey, unwrap, type Schemas } from '@shared/api/client'
import { useLive } from '@console/parts/useLive'

export function useMessages() {
  const unread = ref(0)
  const urgent = ref(0)
  const rows = ref<Schemas['MessageOut'][]>([])

  async function count(): Promise<void> {
    const answer = await unwrap(api.GET('/api/v1/messages/unread'))
    unread.value = answer.unread
    urgent.value = answer.urgent
  }
  async function load(): Promise<void> {
    rows.value = (await unwrap(api.GET('/api/v1/messages', { params: { query: { page: 1, page_size: 30 } } }))).items
  }
  async function read(messageId?: string): Promise<void> {
    const body = { until: new Date(Date.now() + 60_000).toISOString(), message_id: messageId ?? null }
    await unwrap(api.POST('/api/v1/messages/read', { headers: idem(newKey()), body }))
    await Promise.all([load(), count()])
  }
  // The number is a courtesy: when it cannot be had, the list itself says why.
  const refresh = (): void => void count().catch(() => (unread.value = 0))
  refresh()
  useLive(['kernel.message'], refresh, 1000)
  return { unread, urgent, rows, load, read }
}
