/** From a finished draft to the operation `visit.submit` as the server takes it. */

import type { Photo } from '../data/schema'
import { photoIdsOf, type VisitDraft } from './visit-draft'
import type { PackItem, PackOutcome } from '../data/pack-types'

/** Return a photo as it is announced; the bytes follow separately under its hash. */
export function announce(photo: Photo): Record<string, unknown> {
  return {
    id: photo.id,
    sha256: photo.sha256,
    role: photo.role,
    captured_at: photo.captured_at,
    lon: photo.lon,
    lat: photo.lat,
    accuracy_m: photo.accuracy_m,
    from_gallery: photo.from_gallery,
    ...(photo.annotates ? { annotates: photo.annotates } : {}),
    ...(photo.role === 'clip' ? { starts_at: photo.starts_at, ends_at: photo.ends_at } : {}),
  }
}

/** Return the ids of the photos that go with a finished visit; those of answers since taken back are left out. */
export function photosToSend(draft: VisitDraft): string[] {
  return photoIdsOf(draft)
}

/** Return the payload of `visit.submit`. `photos` holds every photo the draft names, by id. */
export function visitPayload(
  draft: VisitDraft,
  outcome: PackOutcome,
  items: PackItem[],
  photos: Map<string, Photo>,
  endedAt: Date,
): Record<string, unknown> {
  const shown = (ids: string[]) => ids.flatMap((id) => (photos.has(id) ? [announce(photos.get(id)!)] : []))
  const signature = photos.get(draft.signature_photo_id)
  const asked = outcome.inspected ? items : []
  return {
    visit: {
      id: draft.id,
      place_id: draft.place_id,
      outcome: outcome.code,
      started_at: draft.started_at,
      ended_at: endedAt.toISOString(),
      recorded_at: endedAt.toISOString(),
      lon: draft.position?.lon ?? null,
      lat: draft.position?.lat ?? null,
      accuracy_m: draft.position?.accuracy_m ?? null,
      answers: asked.flatMap((item) => {
        const answer = draft.answers[item.code]
        return answer ? [{ item: item.code, ...answer }] : []
      }),
      rulepack_version: draft.rulepack_version,
      checklist_codes: outcome.inspected ? draft.checklist_codes : [],
      signature_sha256: signature?.sha256 ?? '',
      signer_name: draft.signer_name,
      ...(draft.signer_role ? { signer_role: draft.signer_role } : {}),
      ...(draft.orders ? { orders: true } : {}),
      note: draft.note,
      source: 'phone',
    },
    hazards: asked.flatMap((item) => {
      const note = draft.hazards[item.code]
      const answer = draft.answers[item.code]
      if (!note || answer?.result !== 'bad') return []
      const words = [note.description.trim(), note.no_photo_why.trim() ? `无照片：${note.no_photo_why.trim()}` : '']
      return [
        {
          id: note.id,
          item_code: item.code,
          description: words.filter(Boolean).join('；'),
          checked_count: answer.checked,
          bad_count: answer.bad,
          limit_working_days: note.limit_working_days,
          fixed_on_site: note.fixed_on_site,
          fix_note: note.fix_note,
          photos: [...shown(note.photo_ids), ...(note.fixed_on_site ? shown(note.after_photo_ids) : [])],
        },
      ]
    }),
    photos: shown([...draft.photo_ids, ...(draft.clip_ids ?? [])]),
  }
}
