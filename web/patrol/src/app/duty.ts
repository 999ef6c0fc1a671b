/** Duty: pressed on and off by the person; while it is on and the app is open, the way walked is kept in pieces. */

import { reactive } from 'vue'
import { work } from './state'
import { syncSoon } from './sync'
import { i18n } from '../i18n'
import { newId } from '../data/ids'
import { enqueue } from '../data/queue'
import type { WorkDatabase } from '../data/schema'
import { latestEnd, pieceOf, pieceReady, worthKeeping, type Fix } from '../domain/track'

interface Spell {
  id: string
  started_at: number
}

export const duty = reactive({ spell: null as Spell | null, points: 0, allowed: true })
let watch: number | undefined
let clock: ReturnType<typeof setInterval> | undefined
let held: Fix[] = []
let last: Fix | null = null
let owner: WorkDatabase | null = null

/** Go on with the duty of the person who holds the phone now, or end it when the night has come. */
export async function resumeDuty(db: WorkDatabase): Promise<void> {
  const spell = await db.readMeta<Spell | null>('duty', null)
  if (work.value !== db) return
  duty.spell = spell
  if (!spell) return
  owner = db
  held = await db.readMeta<Fix[]>('track_held', [])
  if (Date.now() >= latestEnd(spell.started_at)) await endDuty('limit')
  else begin()
}

/** Press on. */
export async function startDuty(): Promise<void> {
  const db = work.value
  if (!db || duty.spell) return
  const spell = { id: newId(), started_at: Date.now() }
  await enqueue(db, { kind: 'duty.start', payload: { id: spell.id }, title: i18n.global.t('duty.on'), detail: '', place_id: '', subject_id: spell.id }, new Date(spell.started_at))
  await db.writeMeta('duty', spell)
  owner = db
  duty.spell = spell
  duty.points = 0
  begin()
  await syncSoon()
}

/** Press off; also when the person leaves the phone, and by itself at night. */
export async function endDuty(how: 'person' | 'left' | 'limit'): Promise<void> {
  const [db, spell] = [owner ?? work.value, duty.spell]
  if (!db || !spell) return
  stop()
  await sendPiece(db, spell)
  const at = new Date(how === 'limit' ? Math.min(Date.now(), latestEnd(spell.started_at)) : Date.now())
  await enqueue(db, { kind: 'duty.end', payload: { spell_id: spell.id, how }, title: i18n.global.t('duty.off'), detail: '', place_id: '', subject_id: spell.id }, at)
  await db.writeMeta('duty', null)
  duty.spell = null
  owner = null
  await syncSoon()
}

/** Stop watching without ending: the phone is locked or handed on; nobody is followed who does not hold it. */
export function pauseDuty(): void {
  stop()
  duty.spell = null
  owner = null
  held = []
  last = null
}

function begin(): void {
  stop()
  const geolocation = globalThis.navigator?.geolocation
  duty.allowed = geolocation !== undefined
  watch = geolocation?.watchPosition(
    ({ coords, timestamp }) => void take({ at: timestamp, lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
    (error) => {
      duty.allowed = error.code !== error.PERMISSION_DENIED
    },
    { enableHighAccuracy: true, maximumAge: 10_000 },
  )
  clock = setInterval(() => void tick(), 30_000)
  document.addEventListener('visibilitychange', onHidden)
}

function stop(): void {
  if (watch !== undefined) navigator.geolocation.clearWatch(watch)
  clearInterval(clock)
  watch = undefined
  clock = undefined
  document.removeEventListener('visibilitychange', onHidden)
}

async function take(fix: Fix): Promise<void> {
  const [db, spell] = [owner, duty.spell]
  if (!db || !spell || !worthKeeping(last, fix)) return
  last = fix
  held.push(fix)
  duty.points += 1
  // A full phone drops the way walked before anything else: it is no evidence.
  await db.writeMeta('track_held', held).catch(() => undefined)
  if (pieceReady(held, Date.now())) await sendPiece(db, spell).catch(() => undefined)
}

async function tick(): Promise<void> {
  const [db, spell] = [owner, duty.spell]
  if (!db || !spell) return
  if (Date.now() >= latestEnd(spell.started_at)) return endDuty('limit')
  if (pieceReady(held, Date.now())) await sendPiece(db, spell).catch(() => undefined)
}

function onHidden(): void {
  const [db, spell] = [owner, duty.spell]
  if (document.visibilityState === 'hidden' && db && spell && held.length) void sendPiece(db, spell).catch(() => undefined)
}

async function sendPiece(db: WorkDatabase, spell: Spell): Promise<void> {
  if (!held.length) return
  const { began, points } = pieceOf(held)
  held = []
  const id = newId()
  await enqueue(db, { kind: 'track.piece', payload: { id, spell_id: spell.id, points }, title: i18n.global.t('duty.piece'), detail: '', place_id: '', subject_id: id }, new Date(began))
  await db.writeMeta('track_held', [])
}
