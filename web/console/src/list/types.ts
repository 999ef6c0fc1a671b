/** What a list page is told about its rows: columns, filters, where they come from. */

export interface Column<Row> {
  key: string
  label: string
  /** The sort key of the server; without one the column cannot be sorted by. */
  sort?: string
  width?: string
  align?: 'right'
  /** Left out until somebody chooses it. */
  optional?: boolean
  text: (row: Row) => string
}

export interface Option {
  value: string
  label: string
}

export interface FilterField {
  key: string
  label: string
  /** `set` shows only while the address holds it: a link brought it, here it can be taken off again. */
  kind: 'text' | 'choice' | 'choices' | 'flag' | 'day' | 'dates' | 'set'
  options?: Option[]
  /** The two query keys of a span of dates. */
  keys?: [string, string]
}

export interface PageOf<Row> {
  items: Row[]
  total: number
  /** There are more matches than `total`: a long ledger counts only so far as anyone pages. */
  total_is_least?: boolean
  page: number
  page_size: number
}

/** A query as the address bar and the server both know it. */
export type ListQuery = Record<string, string | string[]>

export interface SavedView {
  name: string
  query: ListQuery
  columns: string[]
}
