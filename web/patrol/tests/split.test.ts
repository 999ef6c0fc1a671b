/** A building shared among people without network, and what is known of its doors. */

import { describe, expect, it } from 'vitest'
import type { PackBuilding } from '../src/data/pack-types'
import type { Operation } from '../src/data/schema'
import { doorCode, doorsOf, type Shape } from '../src/domain/doors'
import { doorStates } from '../src/domain/knocks'
import { splitCode, splitDoors } from '../src/domain/split'

let seed = 20261123
const chance = (most: number): number => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
  return (seed >>> 8) % most
}
const drawn = (): Shape => {
  const shape = { units: 1 + chance(6), floors: 1 + chance(18), first_floor: 1 + chance(3), doors_per_floor: 1 + chance(8), skipped: [] as string[] }
  for (let n = chance(6); n > 0; n -= 1) shape.skipped.push(doorCode(1 + chance(shape.units), 1 + chance(shape.floors), 1 + chance(shape.doors_per_floor)))
  return shape
}

describe('sharing a building', () => {
  it('gives every door to exactly one person, in walking order, fairly, the same on every phone', () => {
    for (let round = 0; round < 800; round += 1) {
      const shape = drawn()
      const people = 1 + chance(9)
      const every = doorsOf(shape).map((door) => door.code)
      const parts = splitDoors(shape, people)
      expect(parts).toHaveLength(people)
      expect(parts.flat().map((door) => door.code)).toEqual(every)
      const fair = every.length / people
      for (const part of parts) expect(Math.abs(part.length - fair)).toBeLessThanOrEqual(1 + 0.3 * fair)
      const elsewhere = splitDoors({ ...shape, skipped: [...shape.skipped].reverse() }, people)
      expect(elsewhere).toEqual(parts)
      expect(splitCode({ ...shape, skipped: [...shape.skipped].reverse() }, people)).toBe(splitCode(shape, people))
    }
  })
  it('cuts between floors where that is nearly fair', () => {
    const parts = splitDoors({ units: 1, floors: 9, first_floor: 1, doors_per_floor: 4, skipped: [] }, 2)
    expect(parts.map((part) => part.length)).toEqual([16, 20])
    expect(parts[0]!.at(-1)!.floor).not.toBe(parts[1]![0]!.floor)
  })
  it('has another code for another drawing or another number of people', () => {
    const shape: Shape = { units: 3, floors: 6, first_floor: 1, doors_per_floor: 2, skipped: [] }
    const codes = [splitCode(shape, 2), splitCode(shape, 3), splitCode({ ...shape, floors: 7 }, 2), splitCode({ ...shape, skipped: ['1-0101'] }, 2)]
    expect(new Set(codes).size).toBe(4)
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{3}$/)
  })
  it('has places for more people than doors', () => {
    const parts = splitDoors({ units: 1, floors: 1, first_floor: 1, doors_per_floor: 2, skipped: [] }, 5)
    expect(parts.flat()).toHaveLength(2)
  })
})

describe('the last word at a door', () => {
  const building = { id: 'b', last: { '1-0101': ['away', '2026-11-20'], '1-0102': ['met', '2026-11-23'] } } as unknown as PackBuilding
  const op = (seq: number, door: string, outcome: string, day: string, more: Partial<Operation> = {}): Operation =>
    ({ seq, kind: 'household.knock', state: 'waiting', recorded_at: `${day}T02:00:00Z`, payload: { id: `k${seq}`, building_id: 'b', door, outcome }, ...more }) as unknown as Operation

  it('is what this phone recorded since, which it may put right the same day', () => {
    const states = doorStates(building, [op(2, '1-0101', 'met', '2026-11-23'), op(1, '1-0101', 'away', '2026-11-23')], '2026-11-23')
    expect(states.get('1-0101')).toEqual({ outcome: 'met', on: '2026-11-23', mine: 'k2' })
    expect(states.get('1-0102')).toEqual({ outcome: 'met', on: '2026-11-23', mine: '' })
  })
  it('is not an older word of this phone, nor one that was refused, nor one of another building', () => {
    const other = { payload: { id: 'x', building_id: 'c', door: '1-0101', outcome: 'met' } }
    const states = doorStates(building, [op(1, '1-0102', 'away', '2026-11-20'), op(2, '1-0101', 'met', '2026-11-23', { state: 'rejected' }), op(3, '1-0101', 'met', '2026-11-23', other)], '2026-11-23')
    expect(states.get('1-0102')!.outcome).toBe('met')
    expect(states.get('1-0101')!.outcome).toBe('away')
  })
  it('is the office’s once a pack made after delivery has it, and still mine to put right', () => {
    const told = (door: string, outcome: string) => op(1, door, outcome, '2026-11-23', { state: 'accepted', result: { number: '', waits: false, at: '2026-11-23T03:00:00Z' } as never })
    const later = '2026-11-23T04:00:00Z'
    expect(doorStates(building, [told('1-0102', 'away')], '2026-11-23', later).get('1-0102')).toEqual({ outcome: 'met', on: '2026-11-23', mine: '' })
    expect(doorStates(building, [told('1-0102', 'met')], '2026-11-23', later).get('1-0102')!.mine).toBe('k1')
    expect(doorStates(building, [told('1-0102', 'away')], '2026-11-23', '2026-11-23T02:30:00Z').get('1-0102')!.outcome).toBe('away')
  })
  it('is nothing after a mistake was taken back', () => {
    const states = doorStates(building, [op(1, '2-0101', 'met', '2026-11-23'), op(2, '2-0101', 'mistake', '2026-11-23')], '2026-11-23')
    expect(states.has('2-0101')).toBe(false)
  })
})
