/** The work pack as it lies on the phone: what one person needs for a day without network. */

export interface PackArea {
  id: string
  path: string
  name: string
  level: string
  centre_lon: number | null
  centre_lat: number | null
}

export interface PackPlace {
  id: string
  number: string
  name: string
  address: string
  /** Names, address and pinyin initials in lower case without spaces, to be searched by fragment. */
  search_text: string
  area_path: string
  class_code: string
  state: string
  lon: number | null
  lat: number | null
  plate_code: string
  /** The version of the ledger's record; a correction says which one it saw. */
  row_version: number
}

export interface PackHazard {
  id: string
  number: string
  place_id: string
  place_name: string
  item_code: string
  title: string
  description: string
  grade: string
  grade_label: string
  state: string
  state_label: string
  found_on: string
  due_on: string | null
  due_provisional: boolean
  limit_words: string
  assigned_to: string
  round: number
  missing_photos: number
  /** The notice that told of it, once issued; not there on rows fetched by an older app. */
  notice_number?: string
  notice_code?: string
}

export interface PackTask {
  id: string
  place_id: string
  place_name: string
  place_address: string
  kind: string
  kind_label: string
  hazard_id: string | null
  due_on: string
  due_provisional: boolean
  reason_code: string
  reason: string
  state: string
  assignee_id: string | null
  assignee_name: string
  deferred_to: string | null
  lon: number | null
  lat: number | null
}

/** A residential building as doors; `last` holds door → [outcome, day] as the office knew them when the pack was made. */
export interface PackBuilding {
  id: string
  name: string
  area_path: string
  units: number
  floors: number
  first_floor: number
  doors_per_floor: number
  skipped: string[]
  last: Record<string, [string, string]>
}

export interface CodeWords {
  code: string
  label: string
  label_en: string
}

/** What may be recorded at a door. */
export interface HouseholdCodes {
  outcomes: CodeWords[]
  topics: CodeWords[]
  hazards: CodeWords[]
}

export interface PackBasis {
  words: string
  verified: boolean
}

/** One thing to look at, in the words of the rule pack. */
export interface PackItem {
  code: string
  title: string
  title_en: string
  /** What a case made of it is called; a pack kept by an older version of the app has none. */
  fault?: string
  guide: string
  grade: string
  grade_label: string
  /** What is counted (灯, 具 …); empty when nothing is. */
  counted_unit: string
  counted: boolean
  photo_when_bad: boolean
  /** The place classes at which it is asked; empty or not there = wherever its checklist is used. */
  applies_to?: string[]
  fixable_on_site: boolean
  limit_working_days: number
  basis: PackBasis[]
}

export interface PackChecklist {
  code: string
  title: string
  title_en: string
  item_codes: string[]
}

export interface PackOutcome {
  code: string
  label: string
  label_en: string
  /** True when the place was inspected: the checklist follows. */
  inspected: boolean
  needs_photo: boolean
  needs_note: boolean
}

export interface PackClass {
  code: string
  label: string
  label_en: string
  checklist_codes: string[]
}

export interface PackRules {
  version: string
  /** The papers by which this person may order; not there on rules fetched by an older app. */
  orders?: string[]
  items: PackItem[]
  checklists: PackChecklist[]
  outcomes: PackOutcome[]
  classes: PackClass[]
  activities: { code: string; label: string; label_en: string }[]
}

/** The case behind a review task, fetched ahead so that the review works without network. */
export interface PackCase {
  hazard_id: string
  stamp: string
  rectifier: string
  reported_at: string
  /** Why this person may not review it, in the server's words; empty when they may. */
  blocked_why: string
  photos: CasePhoto[]
}

/** One thing that was measured on a visit of one's own, in words. */
export interface DoubtReason {
  code: string
  zh: string
  en: string
}

/** A note on one visit of one's own: what was measured, until when nobody else sees it, what was said about it. */
export interface OwnDoubt {
  id: string
  visit_number: string
  place_id: string
  place_name: string
  local_date: string
  ended_at: string
  reasons: DoubtReason[]
  photos: { photo_id: string; other_photo_id: string | null; zh: string; en: string }[]
  found_at: string
  list_from: string
  listed_at: string | null
  explanation: string
  /** The words of the re-inspection, empty before it. */
  result: string
}

export interface CasePhoto {
  link_id: string
  role: string
  captured_at: string | null
  media_type: string
  bytes: ArrayBuffer | null
}

export const NO_RULES: PackRules = { version: '', items: [], checklists: [], outcomes: [], classes: [], activities: [] }
