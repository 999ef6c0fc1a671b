/** The content of a rule pack as its screens read it. */
export interface Basis {
  text: string
  verified: boolean
}
export interface Item {
  code: string
  title: string
  title_en: string
  grade: string
  legal_category: number
  fix: 'on_site' | 'limited'
  basis: Basis[]
  counted: string
  fault?: string
  photo_when_bad: boolean
  limit_working_days: number
  help: string
}
export interface PackContent {
  sources: { key: string; title: string; state: string }[]
  legal_categories: { number: number; zh: string }[]
  grades: { code: string; zh: string; limit_working_days: number; help: string }[]
  limits_note: string
  outcomes: { code: string; zh: string; inspected: boolean; return_working_days: number | null; place_state: string; needs_photo: boolean }[]
  activities: { code: string; zh: string; group: string }[]
  checklists: { code: string; zh: string }[]
  items: Item[]
  classes: { code: string; zh: string; group: string; checklists: string[]; visit_every_days: number; key_unit: boolean; when: Record<string, unknown>; basis: Basis[] }[]
  papers: { code: string; zh: string; issuers: string[]; legal_force: boolean; delegable: boolean }[]
  delegation: { document: string; issued_on: string; papers: string[] } | null
}

export const checklistOf = (item: Item): string => item.code.split('-')[0] ?? ''
