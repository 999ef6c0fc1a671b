/**
 * Sharing a building among N people without network. Every phone comes to the same cut by itself, because the cut depends on
 * nothing but the building's shape and N: never on what is done already, which phones know differently.
 */

import { doorsOf, type Door, type Shape } from './doors'

/** How far a cut may move to fall between two floors, as a share of one person's part. */
const GIVE = 0.15

/** Return the doors cut into N runs in walking order; a run ends at the end of a floor where that costs little. */
export function splitDoors(shape: Shape, people: number): Door[][] {
  const doors = doorsOf(shape)
  const count = Math.max(1, Math.floor(people))
  const cuts = [0]
  for (let part = 1; part < count; part += 1) {
    const fair = Math.round((doors.length * part) / count)
    cuts.push(Math.max(cuts[part - 1]!, floorEnd(doors, fair, Math.floor((doors.length / count) * GIVE))))
  }
  cuts.push(doors.length)
  return cuts.slice(1).map((end, part) => doors.slice(cuts[part], end))
}

/** Return the index nearest to `at` before which a floor ends, within `give` doors; `at` itself where there is none. */
function floorEnd(doors: Door[], at: number, give: number): number {
  const ends = (index: number): boolean => {
    const [last, next] = [doors[index - 1], doors[index]]
    return !last || !next || last.floor !== next.floor || last.unit !== next.unit
  }
  for (let away = 0; away <= give; away += 1) {
    if (ends(at - away)) return at - away
    if (ends(at + away)) return at + away
  }
  return at
}

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Return three letters that people read to one another: the same only where shape and N are the same. */
export function splitCode(shape: Shape, people: number): string {
  const said = [shape.units, shape.floors, shape.first_floor, shape.doors_per_floor, people, ...[...shape.skipped].sort()].join('|')
  // FNV-1a, 32 bit: a check against another drawing, not against an enemy.
  let hash = 0x811c9dc5
  for (const letter of said) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0
  let code = ''
  for (let place = 0; place < 3; place += 1) {
    code += LETTERS[hash % LETTERS.length]
    hash = Math.floor(hash / LETTERS.length)
  }
  return code
}
