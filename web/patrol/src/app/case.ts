/** One hazard on the phone with its photos, for the pages that act on it. */

import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { useLive } from './live'
import type { PackCase, PackHazard } from '../data/pack-types'
import type { Operation } from '../data/schema'

export interface CaseOnPhone {
  hazard: PackHazard | undefined
  known: PackCase | undefined
  /** What was already done about it on this phone and is not refused. */
  pending: Operation | undefined
}

export interface ShownPhoto {
  id: string
  role: string
  url: string
  captured_at: string | null
}

/** Follow a hazard, its fetched case and its photos as object URLs. */
export function useCase(hazardId: string): { data: Readonly<Ref<CaseOnPhone | null>>; photos: Readonly<Ref<ShownPhoto[]>> } {
  const data = useLive<CaseOnPhone | null>(
    async (db) => {
      const operations = (await db.operations.toArray()).filter((row) => row.payload.hazard_id === hazardId)
      return {
        hazard: await db.hazards.get(hazardId),
        known: await db.cases.get(hazardId),
        pending: operations.find((row) => row.state === 'waiting' || row.state === 'accepted'),
      }
    },
    null,
  )
  const urls = new Map<string, string>()
  const photos = ref<ShownPhoto[]>([])
  watch(
    computed(() => data.value?.known?.photos ?? []),
    (found) => {
      photos.value = found.flatMap((photo) => {
        if (!photo.bytes) return []
        const url = urls.get(photo.link_id) ?? URL.createObjectURL(new Blob([photo.bytes], { type: photo.media_type }))
        urls.set(photo.link_id, url)
        return [{ id: photo.link_id, role: photo.role, url, captured_at: photo.captured_at }]
      })
    },
  )
  onScopeDispose(() => urls.forEach((url) => URL.revokeObjectURL(url)))
  return { data, photos }
}
