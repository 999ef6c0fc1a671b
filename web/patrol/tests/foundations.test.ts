/** What the rest stands on: ids, hashes, time, the sync line, turns, pictures, accounts, a full phone. */

import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import Dexie from 'dexie'
import { describe, expect, it, vi } from 'vitest'
import { fitted, stampLines } from '../src/capture/picture'
import { DeviceDatabase, type PhoneAccount } from '../src/data/device'
import { newId } from '../src/data/ids'
import { enqueue, unsent } from '../src/data/queue'
import { databaseName, WorkDatabase } from '../src/data/schema'
import { sha256, sha256Plain } from '../src/data/sha256'
import { StorageFull } from '../src/data/storage'
import { addDays, corrected, districtDate, districtTime } from '../src/domain/district-time'
import { en } from '../src/i18n/en'
import { zh } from '../src/i18n/zh'
import { waitMs } from '../src/sync/backoff'
import { clockOffsetMs } from '../src/sync/clock-offset'
import { Http } from '../src/sync/http'
import { writePack } from '../src/sync/pack-refresh'
import { SyncRunner } from '../src/sync/runner'
import { Refused, SignInNeeded, TryLater } from '../src/sync/transport'
import { syncLine, type SyncFacts } from '../src/sync/words'

describe('ids and hashes', () => {
  it('makes UUIDv7 of the given time', () => {
    const id = newId(Date.parse('2026-11-23T00:00:00Z'))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replace(/-/g, '').slice(0, 12), 16)).toBe(Date.parse('2026-11-23T00:00:00Z'))
    expect(new Set(Array.from({ length: 1000 }, () => newId(0))).size).toBe(1000)
  })

  it('hashes alike with and without WebCrypto', async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000, 100_000]) {
      const bytes = new Uint8Array(length).map((_, index) => (index * 31) % 256)
      const expected = createHash('sha256').update(bytes).digest('hex')
      expect(sha256Plain(bytes)).toBe(expected)
      expect(await sha256(bytes.buffer as ArrayBuffer)).toBe(expected)
    }
  })
})

describe('time', () => {
  it('is the district’s, whatever the phone believes', () => {
    expect(districtDate(new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23')
    expect(districtTime('2026-11-22T16:30:00Z')).toBe('2026-11-23 00:30')
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02')
  })

  it('is put right by the server’s clock, three years off included', () => {
    const sent = Date.parse('2029-11-23T00:00:00Z')
    const offset = clockOffsetMs('Mon, 23 Nov 2026 00:00:01 GMT', sent, sent + 2000)
    expect(corrected(new Date(sent + 2000), offset).toISOString()).toBe('2026-11-23T00:00:02.000Z')
    expect(clockOffsetMs('no date', 0, 0)).toBeNull()
  })

  it('waits longer after each failure, and never past five minutes', () => {
    expect([1, 2, 3].map((tries) => waitMs(tries, 0))).toEqual([1000, 2000, 4000])
    expect(waitMs(50, 0.999)).toBeLessThanOrEqual(300_000)
  })
})

describe('the sync line', () => {
  const facts = (more: Partial<SyncFacts> = {}, counts: Partial<SyncFacts['unsent']> = {}): SyncFacts => ({
    known: true,
    unsent: { operations: 0, photos: 0, refused: 0, drafts: 0, oldest_at: null, ...counts },
    online: true,
    running: false,
    needsSignIn: false,
    lastSyncAt: '2026-11-23T00:00:00Z',
    ...more,
  })

  it('says delivered only when nothing lacks its receipt', () => {
    expect(syncLine(facts()).key).toBe('sync.all_delivered')
    expect(syncLine(facts({}, { photos: 3 }))).toMatchObject({ key: 'sync.unsent.photos', tone: 'waiting', counts: { photos: 3 } })
    expect(syncLine(facts({ online: false }, { operations: 1, photos: 3 })).key).toBe('sync.offline.both')
    expect(syncLine(facts({ running: true }, { operations: 1 })).key).toBe('sync.sending.operations')
    expect(syncLine(facts({ needsSignIn: true }, { photos: 1 })).key).toBe('sync.sign_in.photos')
    expect(syncLine(facts({}, { refused: 1 })).key).toBe('sync.refused')
    expect(syncLine(facts({ lastSyncAt: null })).key).toBe('sync.never')
    expect(syncLine(facts({ known: false })).key).toBe('sync.reading')
  })

  it('has Chinese words for every sentence, and English for every Chinese one', () => {
    const keys = (words: object, before = ''): string[] =>
      Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : keys(value as object, `${before}${key}.`)))
    expect(keys(en).sort()).toEqual(keys(zh).sort())
  })
})

describe('a full phone', () => {
  it('says so and leaves everything that was kept', async () => {
    const db = new WorkDatabase(newId())
    await db.open()
    const given = { kind: 'task.defer', payload: {}, title: '', detail: '', place_id: '', subject_id: '' } as const
    await enqueue(db, given)
    const full = vi.spyOn(db.operations, 'add').mockRejectedValue(Object.assign(new Error('full'), { name: 'QuotaExceededError' }))
    await expect(enqueue(db, given)).rejects.toBeInstanceOf(StorageFull)
    full.mockRestore()
    expect(await unsent(db)).toMatchObject({ operations: 1 })
    db.close()
    await Dexie.delete(databaseName(db.accountId))
  })
})

describe('two people on one phone', () => {
  const person = (id: string, token: string) => ({ account_id: id, username: id, token }) as PhoneAccount

  it('knows who holds it, and keeps nobody’s token beside the sealed data', async () => {
    const device = new DeviceDatabase('test-phone')
    await device.take(person('zhang', 'one'))
    await device.take(person('li', 'two'))
    expect((await device.current())?.account_id).toBe('li')
    expect((await device.accounts.toArray()).map((row) => row.token)).toEqual(['', ''])
    await device.remove('li')
    expect(await device.current()).toBeUndefined()
    expect(await device.accounts.count()).toBe(1)
    device.close()
  })
})

describe('the work pack', () => {
  const wire = (full: boolean, places: string[], gone: string[] = []) =>
    ({
      generated_at: '2026-11-23T00:00:00Z', cursor: 'c', full, areas: [], hazards: [], tasks: [], rules: {},
      places: places.map((id) => ({ id, number: id, name: `Ａ${id}`, address: '', area_path: '', class_code: '', state: '', lon: null, lat: null, plate_code: null })),
      gone: { places: gone, hazards: [], tasks: [] },
    }) as never

  it('is replaced by a whole one and changed by a partial one', async () => {
    const db = new WorkDatabase(newId())
    await db.open()
    await writePack(db, wire(true, ['a', 'b']))
    await writePack(db, wire(false, ['c'], ['a']))
    expect((await db.places.toCollection().primaryKeys()).sort()).toEqual(['b', 'c'])
    expect((await db.places.get('b'))?.search_text).toBe('ab|')
    await writePack(db, wire(true, ['d']))
    expect(await db.places.toCollection().primaryKeys()).toEqual(['d'])
    db.close()
    await Dexie.delete(databaseName(db.accountId))
  })
})

describe('requests', () => {
  const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Http({ token: 't', fetch: () => Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status, headers })), nowMs: () => 0 })

  it('tell failures apart', async () => {
    await expect(answering(401, {}).json('GET', '/x')).rejects.toBeInstanceOf(SignInNeeded)
    await expect(answering(403, { code: 'password_change_required' }).json('GET', '/x')).rejects.toMatchObject({ mustChangePassword: true })
    await expect(answering(503, {}).json('GET', '/x')).rejects.toBeInstanceOf(TryLater)
    await expect(answering(429, {}, { 'Retry-After': '7' }).json('GET', '/x')).rejects.toMatchObject({ afterMs: 7000 })
    const refused = answering(422, { code: 'bad', detail: '填写有误', errors: [{ zh: '名称太长' }] }).json('POST', '/x', {})
    await expect(refused).rejects.toBeInstanceOf(Refused)
    await expect(refused).rejects.toMatchObject({ problem: { zh: '填写有误 名称太长' } })
    const dead = new Http({ token: 't', fetch: () => Promise.reject(new TypeError('failed')) })
    await expect(dead.json('GET', '/x')).rejects.toMatchObject({ message: 'no_network' })
  })

  it('measure the server’s clock', async () => {
    const http = answering(200, {}, { Date: 'Thu, 01 Jan 1970 00:01:00 GMT' })
    await http.json('GET', '/x')
    expect(http.clockOffsetMs).toBe(60_000)
  })
})

describe('the runner', () => {
  it('runs one at a time and once more when asked meanwhile', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const runner = new SyncRunner('test', async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((done) => setTimeout(done, 5))
      running -= 1
      runs += 1
      return { kind: 'done' }
    })
    await Promise.all([runner.trigger(), runner.trigger(), runner.trigger({ force: true })])
    runner.stop()
    expect(most).toBe(1)
    expect(runs).toBe(2)
  })
})

describe('pictures', () => {
  it('are at most 1600 px on the longer side and never enlarged', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 })
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 })
  })

  it('carry time, person, place and position', () => {
    const given = { time: '2026-11-23 10:00', place: '好再来饭店', person: '张三', noPosition: '未取得定位' }
    expect(stampLines({ ...given, position: { lon: 118.9, lat: 42.2, accuracy_m: 8.4 } })).toEqual(['2026-11-23 10:00  张三', '好再来饭店', '42.20000, 118.90000 ±8 m'])
    expect(stampLines({ ...given, position: null })[2]).toBe('未取得定位')
  })
})
