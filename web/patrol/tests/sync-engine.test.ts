/** Sending: nothing is delivered before the server says so, nothing is lost or doubled, whatever breaks. */

import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../src/data/ids'
import { freeDelivered, keepPhoto } from '../src/data/photos'
import { enqueue, sendAgain, somethingUnsent, unsent, type Answer, type Unsent } from '../src/data/queue'
import { databaseName, WorkDatabase, type Operation } from '../src/data/schema'
import { sha256Plain } from '../src/data/sha256'
import { LARGE, SyncEngine } from '../src/sync/engine'
import { Refused, SignInNeeded, TryLater, type Receipt, type Transport } from '../src/sync/transport'

/** A server that can be cut off, that remembers what it got, and that may lose its answers on the way back. */
class FakeServer implements Transport {
  files = new Map<string, number>()
  operations = new Map<string, number>()
  refuse = new Map<string, Answer['status']>()
  cutBefore = 0
  cutAfter = 0
  signedOut = false
  tooLarge = Infinity
  reported: Unsent | null = null
  packs = 0

  private gate(): void {
    if (this.signedOut) throw new SignInNeeded()
    if (this.cutBefore > 0) {
      this.cutBefore -= 1
      throw new TryLater('no_network')
    }
  }

  private way(): void {
    if (this.cutAfter > 0) {
      this.cutAfter -= 1
      throw new TryLater('answer_broken_off')
    }
  }

  async sendOperations(batch: Operation[]): Promise<Answer[]> {
    this.gate()
    if (batch.length > this.tooLarge) throw new Refused(413, { code: 'sync_batch_too_large', zh: '太多', en: 'too many' })
    const answers = batch.map((operation): Answer => {
      const again = this.operations.has(operation.id)
      const refused = this.refuse.get(operation.kind)
      this.operations.set(operation.id, (this.operations.get(operation.id) ?? 0) + 1)
      const problem = refused ? { code: 'refused', zh: '不能这样做。', en: 'No.' } : null
      return { id: operation.id, status: refused ?? (again ? 'duplicate' : 'accepted'), number: 'XC-1', subject_id: '', problem }
    })
    this.way()
    return answers
  }

  async held(hashes: string[]): Promise<Set<string>> {
    this.gate()
    return new Set(hashes.filter((hash) => this.files.has(hash)))
  }

  async sendFile(hash: string, bytes: ArrayBuffer): Promise<Receipt> {
    this.gate()
    if (sha256Plain(new Uint8Array(bytes)) !== hash) throw new Refused(422, { code: 'hash_mismatch', zh: '不符', en: 'mismatch' })
    this.files.set(hash, (this.files.get(hash) ?? 0) + 1)
    this.way()
    return { sha256: hash, size: bytes.byteLength, received_at: '2026-11-23T08:00:00Z' }
  }

  async reportUnsent(count: Unsent): Promise<void> {
    this.gate()
    this.reported = count
  }

  async refreshPack(): Promise<void> {
    this.gate()
    this.packs += 1
  }

  clockOffsetMs(): number | null {
    return 1234
  }
}

let db: WorkDatabase
let server: FakeServer
let nowMs: number
const account = newId()

beforeEach(async () => {
  db = new WorkDatabase(account)
  await db.open()
  server = new FakeServer()
  nowMs = Date.parse('2026-11-23T08:00:00Z')
})

afterEach(async () => {
  db.close()
  await Dexie.delete(databaseName(account))
})

const engine = () => new SyncEngine(db, server, { nowMs: () => nowMs, random: () => 0.5 })

async function photo(text: string, owner = 'draft'): Promise<string> {
  const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer
  const about = { role: 'before', owner_id: owner, title: '', lon: null, lat: null, accuracy_m: null, from_gallery: false } as const
  const kept = await keepPhoto(db, { ...about, captured_at: new Date(nowMs).toISOString(), media_type: 'image/jpeg', bytes })
  return kept.id
}

async function visit(photoIds: string[] = [], kind: Operation['kind'] = 'visit.submit'): Promise<Operation> {
  const given = { kind, payload: { n: photoIds.length }, title: '好再来饭店', detail: '已检查', place_id: 'p1', subject_id: newId() }
  return enqueue(db, { ...given, photo_ids: photoIds })
}

describe('a day with network', () => {
  it('sends the visit and each photo, and only then says all delivered', async () => {
    await visit([await photo('a'), await photo('b')])
    expect(await unsent(db)).toMatchObject({ operations: 1, photos: 2 })
    expect(await engine().run()).toEqual({ kind: 'done' })
    expect(await unsent(db)).toMatchObject({ operations: 0, photos: 0, refused: 0 })
    expect([...server.files.values()]).toEqual([1, 1])
    expect((await db.photos.toArray()).every((row) => row.receipt !== null)).toBe(true)
    expect(server.reported).toMatchObject({ operations: 0, photos: 0 })
    expect(await db.readMeta('clock_offset_ms', 0)).toBe(1234)
  })

  it('sends operations in the order they were made', async () => {
    const made = [await visit(), await visit(), await visit()]
    await engine().run()
    expect([...server.operations.keys()]).toEqual(made.map((row) => row.id))
    expect(made.map((row) => row.seq)).toEqual([...made.map((row) => row.seq!)].sort((a, b) => a - b))
  })

  it('does not send photos of a visit that is not saved', async () => {
    await photo('draft only')
    await engine().run()
    expect(server.files.size).toBe(0)
  })

  it('sends two photos with the same bytes once and settles both', async () => {
    await visit([await photo('same'), await photo('same')])
    await engine().run()
    expect([...server.files.values()]).toEqual([1])
    expect(await unsent(db)).toMatchObject({ photos: 0 })
  })

  it('halves a batch the server finds too large', async () => {
    server.tooLarge = 3
    for (let index = 0; index < 10; index += 1) await visit()
    await engine().run()
    expect(server.operations.size).toBe(10)
    expect(await unsent(db)).toMatchObject({ operations: 0 })
  })
})

describe('a clip of a body camera', () => {
  const clip = async () => {
    const about = { role: 'clip', owner_id: 'draft', title: '', lon: null, lat: null, accuracy_m: null, from_gallery: true } as const
    const bytes = new Uint8Array(LARGE + 1).buffer
    return keepPhoto(db, { ...about, captured_at: '2020-01-01T00:00:00Z', media_type: 'video/mp4', bytes })
  }

  it('never holds up a photo: it goes last, though it was taken first', async () => {
    const film = await clip()
    await visit([film.id, await photo('a'), await photo('b')])
    await engine().run()
    expect([...server.files.keys()].pop()).toBe(film.sha256)
    expect(server.files.size).toBe(3)
  })

  it('waits for Wi-Fi by itself, and goes at once when the person says so', async () => {
    const film = await clip()
    await visit([film.id, await photo('a')])
    const onMobileData = () => new SyncEngine(db, server, { nowMs: () => nowMs, random: () => 0.5, metered: () => true })
    expect((await onMobileData().run()).kind).toBe('later')
    expect(server.files.has(film.sha256)).toBe(false)
    expect(await unsent(db)).toMatchObject({ operations: 0, photos: 1 })
    await onMobileData().run({ force: true })
    expect(server.files.has(film.sha256)).toBe(true)
  })
})

describe('a bad line', () => {
  it('keeps everything and waits longer each time', async () => {
    await visit([await photo('a')])
    server.cutBefore = 3
    const waits: number[] = []
    for (let index = 0; index < 3; index += 1) {
      const outcome = await engine().run()
      expect(outcome.kind).toBe('later')
      if (outcome.kind === 'later') waits.push(outcome.nextTryMs)
    }
    expect(waits).toEqual([1500, 3000, 6000])
    expect(await unsent(db)).toMatchObject({ operations: 1, photos: 1 })
    expect(await engine().run()).toEqual({ kind: 'done' })
  })

  it('does not double a visit whose answer was lost', async () => {
    const made = await visit()
    server.cutAfter = 1
    await engine().run()
    expect(await unsent(db)).toMatchObject({ operations: 1 })
    await engine().run()
    expect((await db.operations.get(made.seq!))?.state).toBe('accepted')
    expect(server.operations.get(made.id)).toBe(2)
  })

  it('asks before sending a photo again whose receipt was lost', async () => {
    await visit()
    await engine().run()
    await visit([await photo('a')])
    await engine().run()
    await visit([await photo('b')])
    await db.operations.where('state').equals('waiting').modify({ state: 'accepted' })
    server.cutAfter = 1
    await engine().run()
    expect(await unsent(db)).toMatchObject({ photos: 1 })
    await engine().run({ force: true })
    expect(await unsent(db)).toMatchObject({ photos: 0 })
    expect([...server.files.values()]).toEqual([1, 1])
  })

  it('loses and doubles nothing over a long run of cuts', async () => {
    let seed = 7
    const random = () => ((seed = (seed * 16807) % 2147483647) / 2147483647)
    for (let index = 0; index < 20; index += 1) {
      await visit([await photo(`one ${index}`), await photo(`two ${index}`)])
      if (random() < 0.5) server.cutBefore = 1
      if (random() < 0.5) server.cutAfter = 1
      nowMs += 60_000
      await engine().run({ force: random() < 0.3 })
    }
    for (let index = 0; index < 30 && somethingUnsent(await unsent(db)); index += 1) {
      nowMs += 600_000
      await engine().run()
    }
    expect(await unsent(db)).toMatchObject({ operations: 0, photos: 0 })
    expect(server.operations.size).toBe(20)
    expect(server.files.size).toBe(40)
  }, 30_000)
})

describe('what the server will not take', () => {
  it('keeps a rejected operation with the reason and still sends the rest', async () => {
    server.refuse.set('hazard.review', 'rejected')
    const bad = await visit([], 'hazard.review')
    await visit()
    await engine().run()
    const kept = await db.operations.get(bad.seq!)
    expect(kept).toMatchObject({ state: 'rejected', problem: { zh: '不能这样做。' } })
    const count = await unsent(db)
    expect(count).toMatchObject({ operations: 0, refused: 1 })
    expect(somethingUnsent(count)).toBe(true)
    server.refuse.clear()
    await sendAgain(db, bad.id)
    await engine().run()
    expect(await unsent(db)).toMatchObject({ refused: 0 })
  })

  it('shows a conflict as a conflict', async () => {
    server.refuse.set('task.defer', 'conflict')
    const made = await visit([], 'task.defer')
    await engine().run()
    expect((await db.operations.get(made.seq!))?.state).toBe('conflict')
  })

  it('counts what the server keeps waiting as delivered and says that it waits', async () => {
    server.refuse.set('hazard.review', 'waiting')
    const made = await visit([], 'hazard.review')
    await engine().run()
    expect(await db.operations.get(made.seq!)).toMatchObject({ state: 'accepted', result: { waits: true } })
  })

  it('says in words that a photo file is gone, and goes on', async () => {
    const id = await photo('a')
    await visit([id, await photo('b')])
    await db.bytes.delete(id)
    await engine().run()
    expect(await db.photos.get(id)).toMatchObject({ state: 'refused', problem: { code: 'bytes_lost' } })
    expect(server.files.size).toBe(1)
  })
})

describe('an expired sign-in', () => {
  it('keeps the queue, asks for sign-in, and goes on afterwards', async () => {
    await visit([await photo('a')])
    server.signedOut = true
    expect(await engine().run()).toEqual({ kind: 'sign_in', mustChangePassword: false })
    expect(await unsent(db)).toMatchObject({ operations: 1, photos: 1 })
    server.signedOut = false
    expect(await engine().run()).toEqual({ kind: 'done' })
    expect(await unsent(db)).toMatchObject({ operations: 0, photos: 0 })
  })
})

describe('two people on one phone', () => {
  it('keeps their queues apart', async () => {
    await visit([await photo('a')])
    const other = new WorkDatabase(newId())
    await other.open()
    await new SyncEngine(other, server).run()
    expect(server.operations.size).toBe(0)
    expect(await other.operations.count()).toBe(0)
    expect(await unsent(db)).toMatchObject({ operations: 1, photos: 1 })
    other.close()
    await Dexie.delete(databaseName(other.accountId))
  })
})

describe('room on the phone', () => {
  it('frees delivered photos after their days and keeps hash and receipt', async () => {
    const id = await photo('a')
    await visit([id])
    const waiting = await photo('b')
    await engine().run()
    expect(await freeDelivered(db, '2026-11-30T00:00:00Z')).toBe(1)
    expect(await db.bytes.get(id)).toBeUndefined()
    expect((await db.photos.get(id))?.receipt).not.toBeNull()
    expect(await db.bytes.get(waiting)).toBeDefined()
  })
})
