/** The doors of a residential building, in walking order; the same codes as the server's. */

/** A building as numbers: units, floors from `first_floor` up, doors on each floor of a unit, doors left out. */
export interface Shape {
  units: number
  floors: number
  first_floor: number
  doors_per_floor: number
  skipped: string[]
}

export interface Door {
  code: string
  unit: number
  floor: number
  door: number
}

export const MOST_DOORS = 3000

const two = (value: number): string => String(value).padStart(2, '0')

/** Return a door's code, such as 2-0603: unit 2, floor 6, third door. */
export function doorCode(unit: number, floor: number, door: number): string {
  return `${unit}-${two(floor)}${two(door)}`
}

/** Return every door: unit by unit, from the first floor up, left to right. */
export function doorsOf(shape: Shape): Door[] {
  const skipped = new Set(shape.skipped)
  const found: Door[] = []
  for (let unit = 1; unit <= shape.units; unit += 1) {
    for (let floor = shape.first_floor; floor < shape.first_floor + shape.floors; floor += 1) {
      for (let door = 1; door <= shape.doors_per_floor; door += 1) {
        const code = doorCode(unit, floor, door)
        if (!skipped.has(code)) found.push({ code, unit, floor, door })
      }
    }
  }
  return found
}

/** Return a door as people say it: 0603 of unit 2 is 603. */
export function doorWords(door: Door): string {
  return `${door.floor}${two(door.door)}`
}
