/** From a rule pack as the server publishes it to what the phone asks at a door. */

import { NO_RULES, type PackRules } from '../data/pack-types'

interface WireRules {
  version: string
  orders?: string[]
  grades: { code: string; zh: string; en?: string; limit_working_days: number }[]
  outcomes: { code: string; zh: string; en?: string; inspected: boolean; needs_photo?: boolean; needs_note?: boolean }[]
  activities: { code: string; zh: string; en?: string }[]
  checklists: { code: string; zh: string; en?: string }[]
  items: {
    code: string
    title: string
    title_en?: string
    fault?: string
    grade: string
    fix: string
    basis: { text: string; verified?: boolean }[]
    counted?: string
    photo_when_bad?: boolean
    applies_to?: string[]
    limit_working_days?: number
    help?: string
  }[]
  classes: { code: string; zh: string; en?: string; checklists: string[] }[]
}

/** Return the phone's view of a rule pack; an empty one when the server had none to give. */
export function rulesFrom(raw: Record<string, unknown>): PackRules {
  const wire = raw as unknown as WireRules
  if (!wire.version || !Array.isArray(wire.items)) return NO_RULES
  const grades = new Map(wire.grades.map((grade) => [grade.code, grade]))
  return {
    version: wire.version,
    orders: wire.orders ?? [],
    outcomes: wire.outcomes.map((row) => ({
      code: row.code,
      label: row.zh,
      label_en: row.en ?? '',
      inspected: row.inspected,
      needs_photo: row.needs_photo ?? false,
      needs_note: row.needs_note ?? false,
    })),
    activities: wire.activities.map((row) => ({ code: row.code, label: row.zh, label_en: row.en ?? '' })),
    checklists: wire.checklists.map((list) => ({
      code: list.code,
      title: list.zh,
      title_en: list.en ?? '',
      item_codes: wire.items.filter((item) => item.code.split('-', 1)[0] === list.code).map((item) => item.code),
    })),
    classes: wire.classes.map((row) => ({ code: row.code, label: row.zh, label_en: row.en ?? '', checklist_codes: row.checklists })),
    items: wire.items.map((item) => {
      const grade = grades.get(item.grade)
      const days = item.limit_working_days || grade?.limit_working_days || 0
      return {
        code: item.code,
        title: item.title,
        title_en: item.title_en ?? '',
        fault: item.fault ?? '',
        guide: item.help ?? '',
        grade: item.grade,
        grade_label: grade ? (grade.zh.startsWith(item.grade) ? grade.zh : `${item.grade} ${grade.zh}`) : item.grade,
        counted: Boolean(item.counted),
        counted_unit: item.counted ?? '',
        photo_when_bad: item.photo_when_bad ?? true,
        applies_to: item.applies_to ?? [],
        fixable_on_site: item.fix === 'on_site',
        limit_working_days: days,
        basis: item.basis.map((basis) => ({ words: basis.text, verified: basis.verified ?? false })),
      }
    }),
  }
}
