/** Taking a photo for a record: developed, stamped, hashed and kept; and the words when that fails. */

import { account, sync, work } from './state'
import { i18n } from '../i18n'
import { develop, PictureUnreadable, seemsOld, stampLines } from '../capture/picture'
import { keepPhoto } from '../data/photos'
import type { Photo } from '../data/schema'
import { StorageFull } from '../data/storage'
import { corrected, districtTime } from '../domain/district-time'
import type { Position } from '../domain/visit-draft'

export interface PhotoContext {
  role: Photo['role']
  owner_id: string
  /** What the photo shows, for the person's own list. */
  title: string
  place: string
  position: Position | null
}

/** Keep a camera file as a photo of a record. Raises StorageFull, PictureUnreadable. */
export async function takePhoto(file: Blob, context: PhotoContext): Promise<Photo> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  const now = new Date()
  const bytes = await develop(
    file,
    stampLines({
      time: districtTime(corrected(now, sync.clockOffsetMs)),
      place: context.place,
      position: context.position,
      person: account.value?.display_name ?? '',
      noPosition: i18n.global.t('photo.no_position'),
    }),
  )
  return keepPhoto(db, {
    bytes,
    role: context.role,
    owner_id: context.owner_id,
    title: context.title,
    captured_at: now.toISOString(),
    lon: context.position?.lon ?? null,
    lat: context.position?.lat ?? null,
    accuracy_m: context.position?.accuracy_m ?? null,
    from_gallery: file instanceof File && seemsOld(file, now.getTime()),
    media_type: 'image/jpeg',
  })
}

/** Keep a signature drawn on the screen. */
export async function keepSignature(bytes: ArrayBuffer, context: Omit<PhotoContext, 'role'>): Promise<Photo> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  return keepPhoto(db, {
    bytes,
    role: 'signature',
    owner_id: context.owner_id,
    title: context.title,
    captured_at: new Date().toISOString(),
    lon: context.position?.lon ?? null,
    lat: context.position?.lat ?? null,
    accuracy_m: context.position?.accuracy_m ?? null,
    from_gallery: false,
    media_type: 'image/png',
  })
}

/** Keep a marked copy of a photo beside it; a copy made before gives way to the new one. */
export async function keepMarked(original: Photo, bytes: ArrayBuffer): Promise<Photo> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  const { role, owner_id, title, lon, lat, accuracy_m, from_gallery } = original
  const captured_at = new Date().toISOString()
  return keepPhoto(db, { bytes, role, owner_id, title, lon, lat, accuracy_m, from_gallery, captured_at, media_type: 'image/jpeg', annotates: original.sha256 })
}

/** Keep a body camera's clip with the time it covers. */
export async function keepClip(bytes: ArrayBuffer, kind: string, range: { starts: Date; ends: Date }, context: Omit<PhotoContext, 'role'>): Promise<Photo> {
  const db = work.value
  if (!db) throw new Error('not_signed_in')
  return keepPhoto(db, {
    bytes,
    role: 'clip',
    owner_id: context.owner_id,
    title: context.title,
    captured_at: new Date().toISOString(),
    lon: context.position?.lon ?? null,
    lat: context.position?.lat ?? null,
    accuracy_m: context.position?.accuracy_m ?? null,
    from_gallery: true,
    media_type: kind,
    starts_at: range.starts.toISOString(),
    ends_at: range.ends.toISOString(),
  })
}

/** Return what to tell the person when something could not be kept. */
export function wordsForFailure(error: unknown): string {
  const { t } = i18n.global
  if (error instanceof StorageFull) return t('storage.full')
  if (error instanceof PictureUnreadable) return t('photo.failed')
  console.error(error)
  return t('error.app')
}
