/** What of the way walked on duty is kept, and when duty ends by itself. */

import { describe, expect, it } from 'vitest'
import { latestEnd, LEAST_MS, pieceOf, pieceReady, PIECE_MS, PIECE_POINTS, worthKeeping, type Fix } from '../src/domain/track'

const fix = (at: number, lon = 118.95, lat = 42.26, accuracy_m = 8): Fix => ({ at, lon, lat, accuracy_m })

describe('a position', () => {
  it('is kept when it is the first, a minute later, or 25 m on', () => {
    expect(worthKeeping(null, fix(0))).toBe(true)
    expect(worthKeeping(fix(0), fix(5000))).toBe(false)
    expect(worthKeeping(fix(0), fix(LEAST_MS))).toBe(true)
    expect(worthKeeping(fix(0), fix(5000, 118.95, 42.2603))).toBe(true)
  })
  it('is left out when the phone hardly knows where it is, or its time runs backwards', () => {
    expect(worthKeeping(null, fix(0, 118.95, 42.26, 400))).toBe(false)
    expect(worthKeeping(null, fix(0, 118.95, 42.26, Number.NaN))).toBe(false)
    expect(worthKeeping(fix(10_000), fix(9_000, 119))).toBe(false)
  })
})

describe('a piece', () => {
  it('goes out after five minutes or a hundred positions, never empty', () => {
    expect(pieceReady([], 1e12)).toBe(false)
    expect(pieceReady([fix(0)], PIECE_MS - 1)).toBe(false)
    expect(pieceReady([fix(0)], PIECE_MS)).toBe(true)
    expect(pieceReady(Array.from({ length: PIECE_POINTS }, (_, n) => fix(n)), 1)).toBe(true)
  })
  it('counts its seconds from its first position', () => {
    expect(pieceOf([fix(1000, 118.1234567, 42), fix(61_400, 118.2, 42.1, 7.6)])).toEqual({ began: 1000, points: [[0, 118.123457, 42, 8], [60, 118.2, 42.1, 8]] })
  })
})

describe('duty', () => {
  it('ends at 22:00 of the district, or two hours after when begun later', () => {
    expect(new Date(latestEnd(Date.parse('2026-11-23T09:00:00+08:00')))).toEqual(new Date('2026-11-23T22:00:00+08:00'))
    expect(new Date(latestEnd(Date.parse('2026-11-23T00:30:00+08:00')))).toEqual(new Date('2026-11-23T22:00:00+08:00'))
    expect(new Date(latestEnd(Date.parse('2026-11-23T22:30:00+08:00')))).toEqual(new Date('2026-11-24T00:30:00+08:00'))
  })
})
