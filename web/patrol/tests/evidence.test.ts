/** Marks on photos, body-camera clips, and which file goes first. */

import { describe, expect, it } from 'vitest'
import { CLIP_MOST_BYTES, ClipRefused, checkClip, filmKind, likelyRange } from '../src/capture/clip'
import type { Photo } from '../src/data/schema'
import { districtInput, fromDistrictInput } from '../src/domain/district-time'
import { arrowHead, beginMark, drawnTo, isDrawn } from '../src/domain/marks'
import { startVisit } from '../src/domain/visit-draft'
import { photosToSend, visitPayload } from '../src/domain/visit-payload'

const head = (text: string) => new TextEncoder().encode(text)

describe('a mark on a photo', () => {
  it('follows the finger: a ring and an arrow keep two points, a line all of them', () => {
    const to = { x: 30, y: 40 }
    expect(drawnTo(drawnTo(beginMark('ring', { x: 1, y: 2 }), { x: 9, y: 9 }), to).points).toEqual([{ x: 1, y: 2 }, to])
    expect(drawnTo(drawnTo(beginMark('line', { x: 1, y: 2 }), { x: 9, y: 9 }), to).points).toHaveLength(3)
  })
  it('is more than a touch', () => {
    const touch = drawnTo(beginMark('ring', { x: 100, y: 100 }), { x: 104, y: 103 })
    expect(isDrawn(touch, 1600)).toBe(false)
    expect(isDrawn(drawnTo(touch, { x: 180, y: 100 }), 1600)).toBe(true)
  })
  it('has an arrow head behind its point, the same on both sides', () => {
    const [left, right] = arrowHead({ x: 0, y: 0 }, { x: 100, y: 0 }, 20)
    expect(left.x).toBeCloseTo(right.x)
    expect(left.x).toBeLessThan(100)
    expect(left.y).toBeCloseTo(-right.y)
  })
})

describe('a body camera’s clip', () => {
  it('is known by its bytes, whatever its name', async () => {
    expect(filmKind(head('\0\0\0\x18ftypisom'))).toBe('video/mp4')
    expect(filmKind(head('\0\0\0\x18ftypqt  '))).toBe('video/quicktime')
    expect(filmKind(head('\0\0\0\x18ftyp3gp4'))).toBe('video/3gpp')
    expect(filmKind(head('RIFF....AVI LIST'))).toBe('video/x-msvideo')
    expect(filmKind(head('<html><video>'))).toBe('')
    await expect(checkClip(new Blob(['not a film at all']))).rejects.toBeInstanceOf(ClipRefused)
    const huge = { size: CLIP_MOST_BYTES + 1, slice: () => new Blob(['\0\0\0\x18ftypisom']) } as unknown as Blob
    await expect(checkClip(huge)).rejects.toMatchObject({ why: 'size' })
  })
  it('ends when its file was written and begins as much earlier as it lasts', () => {
    const { starts, ends } = likelyRange(Date.parse('2026-11-23T02:10:00.500Z'), 90)
    expect(ends.toISOString()).toBe('2026-11-23T02:10:00.000Z')
    expect(starts.toISOString()).toBe('2026-11-23T02:08:30.000Z')
  })
  it('shows its times in the district’s zone and reads them back', () => {
    const at = new Date('2026-11-23T16:30:05Z')
    expect(districtInput(at)).toBe('2026-11-24T00:30:05')
    expect(fromDistrictInput(districtInput(at))).toEqual(at)
    expect(fromDistrictInput('2026-11-24T00:30')?.toISOString()).toBe('2026-11-23T16:30:00.000Z')
    expect(fromDistrictInput('')).toBeNull()
  })
  it('goes with the visit, with the time it covers; a marked copy names its photo', () => {
    const draft = startVisit({ place_id: 'p', place_name: '店', rulepack_version: 'v', checklist_codes: [], now: new Date('2026-11-23T02:00:00Z') })
    draft.photo_ids = ['a', 'b']
    draft.clip_ids = ['c']
    const row = (id: string, more: Partial<Photo>) => [id, { id, sha256: id.repeat(64), role: 'scene', captured_at: '2026-11-23T02:01:00Z', ...more } as Photo] as const
    const photos = new Map([row('a', {}), row('b', { annotates: 'a'.repeat(64) }), row('c', { role: 'clip', starts_at: '2026-11-23T02:00:00Z', ends_at: '2026-11-23T02:05:00Z' })])
    const outcome = { code: 'locked', label: '锁门', inspected: false } as never
    const sent = visitPayload(draft, outcome, [], photos, new Date('2026-11-23T02:06:00Z')).photos as Record<string, unknown>[]
    expect(photosToSend(draft)).toEqual(['a', 'b', 'c'])
    expect(sent.map((one) => one.annotates ?? '')).toEqual(['', 'a'.repeat(64), ''])
    expect(sent[2]).toMatchObject({ role: 'clip', starts_at: '2026-11-23T02:00:00Z', ends_at: '2026-11-23T02:05:00Z' })
    delete draft.clip_ids
    expect(photosToSend(draft)).toEqual(['a', 'b'])
  })
})
