/** The database on the phone: sealed as it lies, in clear as it is read, whatever way it is read or changed. */

import 'fake-indexeddb/auto'
import Dexie, { liveQuery } from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealOldRows } from '../src/app/seal-old-rows'
import { newId } from '../src/data/ids'
import { keepPhoto } from '../src/data/photos'
import { enqueue, nextBatch, sendAgain, unsent, writeAnswer } from '../src/data/queue'
import { databaseName, WorkDatabase } from '../src/data/schema'
import { dataKey, newDataKey } from '../src/vault/keys'
import { openJson, openSealer, sealerOf, type Sealed, type Sealer } from '../src/vault/seal'

const account = newId()
let sealer: Sealer
let db: WorkDatabase

beforeEach(async () => {
  sealer = sealerOf(await dataKey(newDataKey()))
  db = new WorkDatabase(account, sealer)
  await db.open()
})

afterEach(async () => {
  db.close()
  await Dexie.delete(databaseName(account))
})

/** Everything in the database as it lies, as text, with bytes as Latin-1. */
async function lying(): Promise<string> {
  const plain = new Dexie(databaseName(account))
  await plain.open()
  const parts: string[] = []
  const spell = (_name: string, value: unknown): unknown => {
    if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value))
    return value instanceof Uint8Array ? String.fromCharCode(...value) : value
  }
  for (const table of plain.tables) parts.push(JSON.stringify(await table.toArray(), spell))
  plain.close()
  return parts.join('\n')
}

const place = (id: string) =>
  ({ id, number: 'CS-1', name: '好再来饭店', address: '昭乌达路7号', search_text: 'hzl', area_path: '150402/006', class_code: 'x', state: 'operating', lon: 1, lat: 2, plate_code: 'ABC', row_version: 1 })

async function aVisit(): Promise<string> {
  const bytes = new TextEncoder().encode('JPEG of a corridor').buffer as ArrayBuffer
  const about = { role: 'before', owner_id: 'd', title: '好再来饭店 · 走廊', lon: 118.95, lat: 42.26, accuracy_m: 8, from_gallery: false } as const
  const photo = await keepPhoto(db, { ...about, captured_at: '2026-11-23T00:00:00Z', media_type: 'image/jpeg', bytes })
  const given = { kind: 'visit.submit', payload: { note: '楼梯间堆放纸箱' }, title: '好再来饭店', detail: '已检查', place_id: 'p1', subject_id: 'v1' } as const
  await enqueue(db, { ...given, photo_ids: [photo.id] })
  return photo.id
}

describe('what lies on the phone', () => {
  it('shows no name, no note, no position and no picture', async () => {
    await aVisit()
    await db.places.bulkPut([place('p1'), place('p2')])
    await db.drafts.put({ id: 'd2', place_id: 'p2', place_name: '惠民超市', note: '二楼' } as never)
    await db.writeMeta('notice:v1', { place: '好再来饭店' })
    const text = await lying()
    for (const secret of ['好再来', '惠民', '纸箱', '昭乌达', '走廊', '118.95', 'JPEG of', 'hzl', '二楼']) expect(text).not.toContain(secret)
    expect(text).toContain('waiting')
  })

  it('is read back as it was written, by key, by index, in bulk and in a transaction', async () => {
    const photo = await aVisit()
    await db.places.bulkPut([place('p1'), place('p2')])
    expect(await db.places.get('p1')).toEqual(place('p1'))
    expect((await db.places.where('area_path').equals('150402/006').toArray()).map((row) => row.name)).toEqual(['好再来饭店', '好再来饭店'])
    expect((await db.places.bulkGet(['p2', 'none']))[0]?.address).toBe('昭乌达路7号')
    const [operation] = await nextBatch(db, 10, Date.now())
    expect(operation).toMatchObject({ seq: 1, payload: { note: '楼梯间堆放纸箱' }, title: '好再来饭店', state: 'waiting' })
    const inside = await db.transaction('rw', db.places, db.photos, async () => {
      const found = await db.places.get('p1')
      await db.places.put({ ...found!, name: '新名字' })
      return [(await db.places.get('p1'))?.name, (await db.photos.get(photo))?.lon]
    })
    expect(inside).toEqual(['新名字', 118.95])
    expect(new TextDecoder().decode((await db.bytes.get(photo))!.bytes)).toBe('JPEG of a corridor')
    expect(await db.readMeta('notice:none', null)).toBeNull()
  })

  it('keeps its content through every change of state', async () => {
    await aVisit()
    const [first] = await nextBatch(db, 1, Date.now())
    await writeAnswer(db, { id: first!.id, status: 'rejected', number: '', subject_id: '', problem: { code: 'x', zh: '不在辖区', en: '' } }, 'now')
    expect(await unsent(db)).toMatchObject({ operations: 0, refused: 1, photos: 1 })
    await sendAgain(db, first!.id)
    const [again] = await nextBatch(db, 1, Date.now())
    expect(again).toMatchObject({ id: first!.id, payload: { note: '楼梯间堆放纸箱' }, problem: null })
  })

  it('tells live queries of changes', async () => {
    const seen: number[] = []
    const following = liveQuery(() => unsent(db)).subscribe({ next: (count) => void seen.push(count.operations) })
    await aVisit()
    await aVisit()
    for (let tries = 0; seen.at(-1) !== 2 && tries < 100; tries += 1) await new Promise((done) => setTimeout(done, 10))
    following.unsubscribe()
    expect(seen.at(-1)).toBe(2)
  })

  it('carries each payload and each picture alone, as the rescue file takes them', async () => {
    const photo = await aVisit()
    const plain = new Dexie(databaseName(account))
    await plain.open()
    const [row] = (await plain.table('operations').toArray()) as { id: string; payload: Sealed }[]
    const file = (await plain.table('bytes').get(photo)) as { bytes: Sealed }
    plain.close()
    expect(await openJson(sealer, `operation:${row!.id}`, row!.payload)).toEqual({ note: '楼梯间堆放纸箱' })
    expect(new TextDecoder().decode(await sealer.open(`file:${photo}`, file.bytes))).toBe('JPEG of a corridor')
  })

  it('of an older version without sealing is read, and sealed when it is next written', async () => {
    db.close()
    const old = new WorkDatabase(account, openSealer)
    await old.open()
    const plain = new Dexie(databaseName(account))
    await plain.open()
    await plain.table('places').put(place('p9'))
    plain.close()
    old.close()
    db = new WorkDatabase(account, sealer)
    await db.open()
    expect((await db.places.get('p9'))?.name).toBe('好再来饭店')
    expect(await lying()).toContain('好再来')
    await sealOldRows(db)
    expect(await lying()).not.toContain('好再来')
    expect((await db.places.get('p9'))?.name).toBe('好再来饭店')
  })

  it('opens five and a half thousand places quickly', async () => {
    await db.places.bulkPut(Array.from({ length: 5528 }, (_, n) => place(`p${n}`)))
    db.close()
    db = new WorkDatabase(account, sealer)
    await db.open()
    const started = performance.now()
    expect(await db.places.toArray()).toHaveLength(5528)
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
