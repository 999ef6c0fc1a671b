/** Where a figure's rows are, so that every number on any screen opens them. */
import type { RouteLocationRaw } from 'vue-router'

export function rowsOf(figureId: string, from: string, to: string, area: string): RouteLocationRaw {
  return { path: `/figures/${figureId.replace('.', '/')}`, query: { from, to, ...(area ? { area } : {}) } }
}
