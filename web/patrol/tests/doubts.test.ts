/** Notes on one's own visits: kept sealed on the phone, new until opened, new again with a new reason. */

import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { seeDoubts } from '../src/app/doubts'
import type { OwnDoubt } from '../src/data/pack-types'
import { WorkDatabase } from '../src/data/schema'
import { DOUBTS, DOUBTS_SEEN, fetchDoubts, newDoubts } from '../src/sync/doubts'
import type { Http } from '../src/sync/http'
import { Refused, TryLater } from '../src/sync/transport'

const note = (id: string, found: string, result = ''): OwnDoubt => ({
  id, visit_number: 'XC-1', place_id: 'p', place_name: '好再来饭店', local_date: '2026-11-20', ended_at: '2026-11-20T02:00:00Z',
  reasons: [{ code: 'dwell', zh: '停留 12 秒，检查表 20 项', en: '' }], photos: [], found_at: found, list_from: '2026-11-23T16:00:00Z',
  listed_at: null, explanation: '', result,
})
const answering = (answer: () => unknown): Http => ({ json: async () => answer() }) as unknown as Http

describe('quality notes', () => {
  it('are new until opened, and new again when a reason was added', async () => {
    const db = new WorkDatabase('a')
    const first = note('1', 'monday')
    await fetchDoubts(answering(() => [first, note('2', 'monday', '相符')]), db)
    const held = await db.readMeta<OwnDoubt[]>(DOUBTS, [])
    expect(newDoubts(held, await db.readMeta<string[]>(DOUBTS_SEEN, []))).toBe(1)
    await seeDoubts(db, held)
    expect(newDoubts(held, await db.readMeta<string[]>(DOUBTS_SEEN, []))).toBe(0)
    expect(newDoubts([{ ...first, found_at: 'tuesday' }], await db.readMeta<string[]>(DOUBTS_SEEN, []))).toBe(1)
  })

  it('stay as they are when the server has none for this person, and a broken line is tried again', async () => {
    const db = new WorkDatabase('b')
    await fetchDoubts(answering(() => [note('1', 'monday')]), db)
    await fetchDoubts(answering(() => { throw new Refused(403, { code: 'permission_missing', zh: '', en: '' }) }), db)
    expect(await db.readMeta<OwnDoubt[]>(DOUBTS, [])).toHaveLength(1)
    await expect(fetchDoubts(answering(() => { throw new TryLater('no_network') }), db)).rejects.toBeInstanceOf(TryLater)
  })
})
