/** The 告知书 on the screen: what was found, by when, in words short enough for a QR code. */

import type { PackHazard, PackItem } from '../data/pack-types'
import { districtTime } from './district-time'
import { noticeCode, spacedCode } from './notice-code'
import type { VisitDraft } from './visit-draft'

export interface NoticeLine {
  title: string
  detail: string
  limit: string
  fixed: boolean
  /** Whether this line orders; not there on a notice of an earlier version, which only advised. */
  ordered?: boolean
}

export interface Notice {
  place: string
  at: string
  by: string
  lines: NoticeLine[]
  /** Hazards of earlier visits that still stand. */
  standing: { number: string; title: string; due: string }[]
  /** Twelve characters made from the visit's id; the server issues the notice under the same code. */
  short_code: string
}

/**
 * Return the notice of a finished visit; `words.limit` says the limit of an item as the rule pack puts it. A line orders
 * only when the visit asks for it and `orders`, the papers by which this person may, holds the one it needs.
 */
export function noticeOf(
  draft: VisitDraft,
  items: PackItem[],
  standing: PackHazard[],
  by: string,
  words: { onSite: string; limit: (item: PackItem, days: number | null) => string; counted: (bad: number, checked: number, unit: string) => string; advised: (limit: string) => string; ordered: (limit: string) => string },
  orders: string[] = [],
): Notice {
  const lines = items.flatMap((item): NoticeLine[] => {
    const answer = draft.answers[item.code]
    const note = draft.hazards[item.code]
    if (answer?.result !== 'bad' || !note) return []
    const counted =
      answer.bad !== null && answer.checked !== null ? words.counted(answer.bad, answer.checked, item.counted_unit) : ''
    const days = note.limit_working_days
    const ordered = Boolean(draft.orders) && !note.fixed_on_site && orders.includes((days ?? item.limit_working_days) === 0 ? 'order_at_once' : 'order_by_date')
    const said = words.limit(item, days)
    const limit = note.fixed_on_site ? words.onSite : ordered ? words.ordered(said) : words.advised(said)
    return [{ title: item.title, detail: [item.fault ?? '', counted, note.description].filter(Boolean).join('；'), limit, fixed: note.fixed_on_site, ordered }]
  })
  return {
    place: draft.place_name,
    at: districtTime(draft.updated_at),
    by,
    lines,
    standing: standing.map((hazard) => ({ number: hazard.number, title: hazard.title, due: hazard.due_on ?? '' })),
    short_code: noticeCode(draft.id),
  }
}

const QR_BYTES = 1100

/** Return the notice as plain text that fits a QR code a phone can read from a screen. */
export function noticeText(notice: Notice, words: { heading: string; lead: string; more: (left: number) => string }): string {
  const { heading, lead, more } = words
  const head = [heading, notice.place, `${notice.at} ${notice.by}`, `#${spacedCode(notice.short_code)}`, ...(notice.lines.length ? [lead] : [])]
  const rows = notice.lines.map((line, index) => `${index + 1}. ${line.title}（${line.limit}）`)
  const size = (lines: string[]) => new TextEncoder().encode(lines.join('\n')).length
  const kept: string[] = []
  for (const [index, row] of rows.entries()) {
    if (size([...head, ...kept, row, more(rows.length)]) > QR_BYTES) {
      return [...head, ...kept, more(rows.length - index)].join('\n')
    }
    kept.push(row)
  }
  return [...head, ...kept].join('\n')
}
