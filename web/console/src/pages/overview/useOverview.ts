/** What the overview is asked for, kept in the address: area, last day, how many days, by which measure the map is coloured. */
import { computed, watch } from 'vue'
import { addDays, today } from '@shared/format'
import { useListQuery } from '@console/list/useListQuery'
import { useArea } from '@console/state/area'

export const SPANS = [1, 7, 30] as const

export function useOverview() {
  const area = useArea()
  const { query, set } = useListQuery()
  const text = (key: string) => (typeof query.value[key] === 'string' ? (query.value[key] as string) : '')

  // The address rules when the page opens; afterwards the switch on top and the address follow each other.
  if (text('area') && text('area') !== area.path) area.choose(text('area'))
  else if (area.path && !text('area')) set({ area: area.path }, { replace: true })
  watch(() => area.path, (path) => path !== text('area') && set({ area: path || undefined }))
  watch(() => text('area'), (path) => path !== area.path && area.choose(path))

  const day = computed(() => text('date') || today())
  const days = computed(() => SPANS.find((span) => String(span) === text('days')) ?? 1)
  const measure = computed(() => text('measure') || 'overdue')
  const asked = computed(() => ({ area: area.path, date: day.value, days: days.value }))
  /** Rates are read over thirty days at least: of one day most streets have nothing due. */
  const span = computed(() => ({ area: area.path, to: day.value, from: addDays(day.value, 1 - Math.max(days.value, 30)) }))
  return { area, day, days, measure, asked, span, set }
}
