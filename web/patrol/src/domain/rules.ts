/** Looking things up in the rule pack on the phone. */

import type { PackItem, PackPlace, PackRules } from '../data/pack-types'

/** Return the words of a place class; the code itself when the pack does not know it. */
export function classOf(rules: PackRules, code: string): { label: string; label_en: string } {
  return rules.classes.find((row) => row.code === code) ?? { label: code, label_en: code }
}

/** Return the checklists of a place by its class; without a class of its own, every place gets the common list. */
export function checklistsOf(rules: PackRules, place: Pick<PackPlace, 'class_code'>): string[] {
  const own = rules.classes.find((row) => row.code === place.class_code)?.checklist_codes ?? []
  const known = own.filter((code) => rules.checklists.some((list) => list.code === code))
  if (known.length > 0) return known
  const common = rules.checklists.find((list) => list.code === 'COM') ?? rules.checklists[0]
  return common ? [common.code] : []
}

export interface ItemGroup {
  code: string
  title: string
  title_en: string
  items: PackItem[]
}

/**
 * Return the items of some checklists in their order, each item once, grouped by checklist. With the class of the place
 * given, items meant for other classes are left out: a noodle shop is not asked about saunas.
 */
export function groupsOf(rules: PackRules, checklistCodes: string[], classCode = ''): ItemGroup[] {
  const items = new Map(rules.items.map((item) => [item.code, item]))
  const seen = new Set<string>()
  return checklistCodes.flatMap((code) => {
    const list = rules.checklists.find((row) => row.code === code)
    if (!list) return []
    const own = list.item_codes.flatMap((itemCode) => {
      const item = items.get(itemCode)
      if (!item || seen.has(itemCode) || !asked(item, classCode)) return []
      seen.add(itemCode)
      return [item]
    })
    return own.length ? [{ code, title: list.title, title_en: list.title_en, items: own }] : []
  })
}

function asked(item: PackItem, classCode: string): boolean {
  return !classCode || !item.applies_to?.length || item.applies_to.includes(classCode)
}
