/** Finding a place on the phone without network: any fragment of name, address or pinyin initials. */

import type { PackPlace } from '../data/pack-types'

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

/** Return places that contain every word of the query, best first: name begins with it, name contains it, the rest. */
export function searchPlaces(places: PackPlace[], query: string, limit = 100): PackPlace[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return places.slice(0, limit)
  const found: { place: PackPlace; rank: number }[] = []
  for (const place of places) {
    const text = place.search_text
    const plate = place.plate_code.toLowerCase()
    const number = place.number.toLowerCase()
    if (!words.every((word) => text.includes(word) || plate === word || number.includes(word))) continue
    const name = plain(place.name)
    const first = words[0]!
    found.push({ place, rank: name.startsWith(first) ? 0 : name.includes(first) ? 1 : 2 })
  }
  found.sort((a, b) => a.rank - b.rank || a.place.name.localeCompare(b.place.name, 'zh-Hans'))
  return found.slice(0, limit).map((row) => row.place)
}
