/** A visit in progress, as plain values: answers, hazards and what is still missing before it can be saved. */

import { newId } from '../data/ids'
import type { PackHazard, PackItem, PackOutcome } from '../data/pack-types'

export interface Position {
  lon: number
  lat: number
  accuracy_m: number
}

export interface Answer {
  result: 'ok' | 'bad' | 'na'
  checked: number | null
  bad: number | null
  note: string
}

/** What is written down about a failed item. */
export interface HazardNote {
  id: string
  description: string
  photo_ids: string[]
  after_photo_ids: string[]
  fixed_on_site: boolean
  fix_note: string
  /** A shorter limit than the rule pack's, in working days; null = as the rule pack says. */
  limit_working_days: number | null
  /** Why there is no photo, when there is none. */
  no_photo_why: string
}

export interface VisitDraft {
  id: string
  place_id: string
  place_name: string
  started_at: string
  updated_at: string
  outcome: string
  answers: Record<string, Answer>
  hazards: Record<string, HazardNote>
  photo_ids: string[]
  /** Clips of a body camera; a draft of an earlier version has none. */
  clip_ids?: string[]
  signature_photo_id: string
  signer_name: string
  /** What the signer is at the place, and whether the notice is to order; a draft of an earlier version has neither. */
  signer_role?: string
  orders?: boolean
  note: string
  position: Position | null
  rulepack_version: string
  checklist_codes: string[]
}

/** Something that keeps a visit from being saved; `item` is the code of the item to go to. */
export interface Missing {
  code:
    | 'outcome'
    | 'outcome_photo'
    | 'outcome_note'
    | 'unanswered'
    | 'counts'
    | 'photo'
    | 'after_photo'
    | 'description'
  item: string
  count: number
}

/** Begin a visit. */
export function startVisit(given: {
  place_id: string
  place_name: string
  rulepack_version: string
  checklist_codes: string[]
  now: Date
}): VisitDraft {
  const at = given.now.toISOString()
  return {
    id: newId(given.now.getTime()),
    place_id: given.place_id,
    place_name: given.place_name,
    started_at: at,
    updated_at: at,
    outcome: '',
    answers: {},
    hazards: {},
    photo_ids: [],
    clip_ids: [],
    signature_photo_id: '',
    signer_name: '',
    note: '',
    position: null,
    rulepack_version: given.rulepack_version,
    checklist_codes: given.checklist_codes,
  }
}

/** Mark every item that has no answer yet as fine; what was already marked stays. */
export function markAllFine(draft: VisitDraft, items: PackItem[]): void {
  for (const item of items) {
    if (!draft.answers[item.code]) draft.answers[item.code] = { result: 'ok', checked: null, bad: null, note: '' }
  }
}

/** Answer one item. A failed item gets a hazard note unless an open hazard already stands for it. */
export function answerItem(
  draft: VisitDraft,
  item: PackItem,
  result: Answer['result'],
  standing: PackHazard | undefined,
): void {
  const before = draft.answers[item.code]
  draft.answers[item.code] = {
    result,
    checked: before?.checked ?? null,
    bad: result === 'bad' ? (before?.bad ?? null) : result === 'ok' && before?.checked != null ? 0 : null,
    note: before?.note ?? '',
  }
  if (result !== 'bad') delete draft.hazards[item.code]
  else if (!standing && !draft.hazards[item.code]) draft.hazards[item.code] = newHazardNote()
}

function newHazardNote(): HazardNote {
  return {
    id: newId(),
    description: '',
    photo_ids: [],
    after_photo_ids: [],
    fixed_on_site: false,
    fix_note: '',
    limit_working_days: null,
    no_photo_why: '',
  }
}

/** Put counts to an item: `bad` of `checked` things. One bad thing makes the item failed, none makes it fine. */
export function countItem(
  draft: VisitDraft,
  item: PackItem,
  checked: number | null,
  bad: number | null,
  standing: PackHazard | undefined,
): void {
  if (bad !== null && bad > 0) answerItem(draft, item, 'bad', standing)
  else if (bad === 0 && draft.answers[item.code]?.result !== 'bad') answerItem(draft, item, 'ok', standing)
  const answer = draft.answers[item.code]
  if (!answer) return
  answer.checked = checked
  answer.bad = bad
}

/** Return what is missing before the visit can be saved, in the order of the screen. */
export function missingOf(draft: VisitDraft, outcome: PackOutcome | undefined, items: PackItem[]): Missing[] {
  if (!outcome) return [{ code: 'outcome', item: '', count: 1 }]
  const missing: Missing[] = []
  if (outcome.needs_photo && draft.photo_ids.length === 0) missing.push({ code: 'outcome_photo', item: '', count: 1 })
  if (outcome.needs_note && draft.note.trim().length < 2) missing.push({ code: 'outcome_note', item: '', count: 1 })
  if (!outcome.inspected) return missing
  const open = items.filter((item) => !draft.answers[item.code])
  if (open.length > 0) missing.push({ code: 'unanswered', item: open[0]!.code, count: open.length })
  for (const item of items) missing.push(...missingOfItem(draft, item))
  return missing
}

function missingOfItem(draft: VisitDraft, item: PackItem): Missing[] {
  const answer = draft.answers[item.code]
  if (answer?.result !== 'bad') return []
  const found: Missing[] = []
  const { checked, bad } = answer
  const wrongCounts = bad !== null && (checked === null || bad > checked || bad < 1)
  if (wrongCounts || (checked !== null && bad === null)) found.push({ code: 'counts', item: item.code, count: 1 })
  const note = draft.hazards[item.code]
  if (!note) return found
  if (item.photo_when_bad && note.photo_ids.length === 0 && note.no_photo_why.trim().length < 2) {
    found.push({ code: 'photo', item: item.code, count: 1 })
  }
  if (note.fixed_on_site && note.after_photo_ids.length === 0) {
    found.push({ code: 'after_photo', item: item.code, count: 1 })
  }
  return found
}

/** Return every photo id a draft names. */
export function photoIdsOf(draft: VisitDraft): string[] {
  const ids = [...draft.photo_ids, ...(draft.clip_ids ?? []), ...(draft.signature_photo_id ? [draft.signature_photo_id] : [])]
  for (const note of Object.values(draft.hazards)) ids.push(...note.photo_ids, ...note.after_photo_ids)
  return ids
}
