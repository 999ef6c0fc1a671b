/** Filters, sort, page and open row live in the address, so that back, reload and a sent link show the same. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { FilterField, ListQuery } from './types'

const PAGE_KEYS = new Set(['page', 'open'])

export function filterKeys(fields: FilterField[]): string[] {
  return fields.flatMap((field) => (field.kind === 'dates' && field.keys ? field.keys : [field.key]))
}

export function useListQuery() {
  const route = useRoute()
  const router = useRouter()

  const query = computed<ListQuery>(() => {
    const made: ListQuery = {}
    for (const [key, value] of Object.entries(route.query)) {
      if (Array.isArray(value)) made[key] = value.filter((one): one is string => one !== null)
      else if (value !== null && value !== undefined) made[key] = value
    }
    return made
  })
  const page = computed(() => Math.max(1, Number(query.value['page'] ?? 1) || 1))
  const openId = computed(() => (typeof query.value['open'] === 'string' ? query.value['open'] : ''))
  /** What narrows and orders the rows: all of the address but the page and the open row. */
  const narrowing = computed<ListQuery>(() =>
    Object.fromEntries(Object.entries(query.value).filter(([key]) => !PAGE_KEYS.has(key))),
  )

  function set(changes: Record<string, string | string[] | undefined>, options: { replace?: boolean; keepPage?: boolean } = {}): void {
    const next: ListQuery = { ...query.value }
    if (!options.keepPage) delete next['page']
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete next[key]
      else next[key] = value
    }
    void (options.replace ? router.replace({ query: next }) : router.push({ query: next }))
  }

  function replaceAll(next: ListQuery): void {
    void router.push({ query: next })
  }

  return { query, page, openId, narrowing, set, replaceAll }
}
