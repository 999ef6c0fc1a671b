/** Photos on the phone: kept at capture with their hash, counted until the server's receipt is here. */

import { newId } from './ids'
import { sha256 } from './sha256'
import { storing } from './storage'
import type { Photo, Problem, WorkDatabase } from './schema'

export type NewPhoto = Pick<
  Photo,
  'role' | 'owner_id' | 'title' | 'captured_at' | 'lon' | 'lat' | 'accuracy_m' | 'from_gallery' | 'media_type'
> &
  Pick<Partial<Photo>, 'annotates' | 'starts_at' | 'ends_at'> & { bytes: ArrayBuffer }

/** Keep a captured file with the hash of its bytes. Raises StorageFull, with nothing half written. */
export async function keepPhoto(db: WorkDatabase, given: NewPhoto): Promise<Photo> {
  const { bytes, ...about } = given
  const photo: Photo = {
    ...about,
    id: newId(),
    sha256: await sha256(bytes),
    size: bytes.byteLength,
    state: 'draft',
    tries: 0,
    next_try_at: 0,
    receipt: null,
    problem: null,
  }
  await storing(() =>
    db.transaction('rw', db.photos, db.bytes, async () => {
      await db.photos.add(photo)
      await db.bytes.add({ id: photo.id, bytes })
    }),
  )
  return photo
}

/** Take a photo off a visit that is not saved yet. A saved one stays: it is evidence. */
export async function dropDraftPhoto(db: WorkDatabase, id: string): Promise<void> {
  await db.transaction('rw', db.photos, db.bytes, async () => {
    const photo = await db.photos.get(id)
    if (photo?.state !== 'draft') return
    await db.photos.delete(id)
    await db.bytes.delete(id)
  })
}

/** Mark photos as belonging to a saved operation: from now on they are to be sent. Inside the caller's transaction. */
export async function releasePhotos(db: WorkDatabase, ids: string[], ownerId: string): Promise<void> {
  await db.photos
    .where('id')
    .anyOf(ids)
    .modify((photo) => {
      if (photo.state === 'draft') photo.state = 'waiting'
      photo.owner_id = ownerId
    })
}

/** Write the server's receipt for a hash; only now the photo counts as delivered. */
export async function writeReceipt(
  db: WorkDatabase,
  hash: string,
  receipt: { received_at: string; size: number },
): Promise<void> {
  await db.photos
    .where('sha256')
    .equals(hash)
    .modify((photo) => {
      if (photo.state === 'draft') return
      photo.state = 'sent'
      photo.receipt = receipt
      photo.problem = null
    })
}

/** Mark a photo that the server will never take, with its words; the bytes stay on the phone. */
export async function refusePhoto(db: WorkDatabase, id: string, problem: Problem): Promise<void> {
  await db.photos.update(id, { state: 'refused', problem })
}

/** Free the bytes of photos delivered before `beforeIso`; the row with hash and receipt stays. Returns how many. */
export async function freeDelivered(db: WorkDatabase, beforeIso: string): Promise<number> {
  return db.transaction('rw', db.photos, db.bytes, async () => {
    const sent = await db.photos.where('state').equals('sent').toArray()
    const old = sent.filter((photo) => photo.receipt !== null && photo.receipt.received_at < beforeIso).map((photo) => photo.id)
    const held = (await db.bytes.where('id').anyOf(old).primaryKeys()) as string[]
    await db.bytes.bulkDelete(held)
    return held.length
  })
}
