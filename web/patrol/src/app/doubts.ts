/** The notes on one's own visits, live: what there is, what was opened, and answering without network. */

import { computed, type ComputedRef } from 'vue'
import type { OwnDoubt } from '../data/pack-types'
import type { WorkDatabase } from '../data/schema'
import { DOUBTS, DOUBTS_SEEN, doubtMark, newDoubts } from '../sync/doubts'
import { useLive } from './live'

/** Return how many notes are new, for the dot. */
export function useNewDoubts(): ComputedRef<number> {
  const held = useLive(
    async (db) => ({ doubts: await db.readMeta<OwnDoubt[]>(DOUBTS, []), seen: await db.readMeta<string[]>(DOUBTS_SEEN, []) }),
    { doubts: [], seen: [] },
  )
  return computed(() => newDoubts(held.value.doubts, held.value.seen))
}

/** Note that these were opened; what is gone is forgotten. */
export async function seeDoubts(db: WorkDatabase, doubts: OwnDoubt[]): Promise<void> {
  const marks = doubts.map(doubtMark)
  const seen = await db.readMeta<string[]>(DOUBTS_SEEN, [])
  if (marks.some((mark) => !seen.includes(mark))) await db.writeMeta(DOUBTS_SEEN, marks)
}
