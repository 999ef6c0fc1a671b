/** Bringing the work pack up to date: whole the first time, then what changed; and the cases of the reviews ahead. */

import type { Feature, FeatureCollection } from 'geojson'
import type { CasePhoto, HouseholdCodes, PackArea, PackBuilding, PackCase, PackHazard, PackPlace, PackTask } from '../data/pack-types'
import type { WorkDatabase } from '../data/schema'
import { storing } from '../data/storage'
import { districtDate } from '../domain/district-time'
import { fetchDoubts } from './doubts'
import { rulesFrom } from './rules-wire'
import type { Http } from './http'
import { Refused } from './transport'

interface WirePack {
  generated_at: string
  cursor: string
  full: boolean
  areas: PackArea[]
  places: (Omit<PackPlace, 'search_text' | 'plate_code' | 'row_version'> & { search_text?: string; plate_code: string | null; row_version?: number })[]
  hazards: PackHazard[]
  tasks: PackTask[]
  gone: { places: string[]; hazards: string[]; tasks: string[] }
  /** How the office settled records of mine that met another person's word or were not taken. */
  kept?: { id: string; words: string }[]
  buildings?: PackBuilding[]
  household_codes?: HouseholdCodes
  rules: Record<string, unknown>
  rescue_key?: { id: string; spki: string }
}

interface WireCase {
  rectifier?: string
  reported_fixed_at?: string | null
  verbs?: { verb: string; blocked: boolean; blocked_why: string; blocked_code: string }[]
  photos?: { id: string; role: string; captured_at: string | null; arrived?: boolean }[]
}

const REVIEWS_AHEAD = 30
/** A guard that this very review will satisfy on the spot is no reason to keep a person from it. */
const SATISFIED_BY_REVIEW = new Set(['after_photo_required', 'evidence_missing'])

/** Fetch what changed and write it in one transaction, so that a broken-off fetch leaves the old pack whole. */
export async function refreshPack(http: Http, db: WorkDatabase): Promise<void> {
  const cursor = await db.readMeta('cursor', '')
  let wire: WirePack
  try {
    wire = await http.json<WirePack>('GET', `/patrol/pack?cursor=${encodeURIComponent(cursor)}`)
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'cursor_invalid') throw error
    wire = await http.json<WirePack>('GET', '/patrol/pack?cursor=')
  }
  await writePack(db, wire)
  await fetchMap(http, db)
  await fetchCases(http, db)
  await fetchDoubts(http, db)
}

/** Write a pack: a full one replaces, a partial one adds and takes away. */
export async function writePack(db: WorkDatabase, wire: WirePack): Promise<void> {
  const tables = [db.areas, db.places, db.hazards, db.tasks, db.meta, db.operations, db.buildings]
  await storing(() =>
    db.transaction('rw', tables, async () => {
      await db.areas.clear()
      if (wire.full) await Promise.all([db.places.clear(), db.hazards.clear(), db.tasks.clear(), db.buildings.clear()])
      else {
        await db.places.bulkDelete(wire.gone.places)
        await db.hazards.bulkDelete(wire.gone.hazards)
        await db.tasks.bulkDelete(wire.gone.tasks)
      }
      await db.areas.bulkPut(wire.areas)
      await db.places.bulkPut(wire.places.map(placeFrom))
      await db.hazards.bulkPut(wire.hazards)
      await db.tasks.bulkPut(wire.tasks)
      await db.buildings.bulkPut(wire.buildings ?? [])
      for (const one of wire.kept ?? []) {
        const settled = { state: 'accepted' as const, problem: { code: 'settled', zh: one.words, en: one.words } }
        await db.operations.where('id').equals(one.id).modify(settled)
      }
      if (wire.household_codes) await db.writeMeta('household_codes', wire.household_codes)
      await db.writeMeta('rules', rulesFrom(wire.rules))
      if (wire.rescue_key) await db.writeMeta('rescue_key', wire.rescue_key)
      await db.writeMeta('pack_at', wire.generated_at)
      await db.writeMeta('cursor', wire.cursor)
    }),
  )
}

function placeFrom(wire: WirePack['places'][number]): PackPlace {
  const { id, number, name, address, area_path, class_code, state, lon, lat } = wire
  const search = wire.search_text ?? `${name}|${address}`
  return {
    id,
    number,
    name,
    address,
    area_path,
    class_code,
    state,
    lon,
    lat,
    plate_code: wire.plate_code ?? '',
    row_version: wire.row_version ?? 0,
    search_text: search.normalize('NFKC').toLowerCase().replace(/\s+/g, ''),
  }
}

const LEVELS = ['street', 'community', 'grid']

/** Fetch the outlines of my areas once a day; they change seldom and are the heaviest part. */
async function fetchMap(http: Http, db: WorkDatabase): Promise<void> {
  const day = districtDate(new Date())
  if ((await db.readMeta('map_on', '')) === day) return
  const features: Feature[] = []
  for (const level of LEVELS) {
    try {
      features.push(...(await http.json<FeatureCollection>('GET', `/areas/layer/${level}`)).features)
    } catch (error) {
      // A role without sight of the areas works without their outlines.
      if (!(error instanceof Refused)) throw error
    }
  }
  await storing(() => db.writeMeta('map', { type: 'FeatureCollection', features }))
  await db.writeMeta('map_on', day)
}

async function fetchCases(http: Http, db: WorkDatabase): Promise<void> {
  const tasks = (await db.tasks.toArray()).filter((task) => task.kind === 'review' && task.hazard_id !== null)
  const me = db.accountId
  const mine = tasks.sort((a, b) => Number(b.assignee_id === me) - Number(a.assignee_id === me) || a.due_on.localeCompare(b.due_on))
  const wanted = [...new Set(mine.map((task) => task.hazard_id!))].slice(0, REVIEWS_AHEAD)
  const held = await db.cases.toArray()
  await db.cases.bulkDelete(held.map((row) => row.hazard_id).filter((id) => !wanted.includes(id)))
  for (const id of wanted) {
    const hazard = await db.hazards.get(id)
    const old = held.find((row) => row.hazard_id === id)
    const stamp = `${hazard?.state}:${hazard?.round}:${hazard?.missing_photos}`
    if (old?.stamp === stamp) continue
    try {
      const fetched = await fetchCase(http, id, stamp, old)
      await storing(() => db.cases.put(fetched))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
}

async function fetchCase(http: Http, id: string, stamp: string, old: PackCase | undefined): Promise<PackCase> {
  const wire = await http.json<WireCase>('GET', `/hazards/${id}`)
  const photos: CasePhoto[] = []
  for (const photo of wire.photos ?? []) {
    const kept = old?.photos.find((row) => row.link_id === photo.id && row.bytes !== null)
    const file = kept || photo.arrived === false ? null : await http.file(`/evidence/${photo.id}`)
    photos.push({
      link_id: photo.id,
      role: photo.role,
      captured_at: photo.captured_at,
      media_type: kept?.media_type ?? file?.media_type ?? '',
      bytes: kept?.bytes ?? file?.bytes ?? null,
    })
  }
  const pass = wire.verbs?.find((offer) => offer.verb === 'review_pass')
  return {
    hazard_id: id,
    stamp,
    rectifier: wire.rectifier ?? '',
    reported_at: wire.reported_fixed_at ?? '',
    blocked_why: pass?.blocked && !SATISFIED_BY_REVIEW.has(pass.blocked_code) ? pass.blocked_why : '',
    photos,
  }
}
