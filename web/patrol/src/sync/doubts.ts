/** The notes on one's own visits: fetched whole after each pack, so that they can be read and answered without network. */

import type { OwnDoubt } from '../data/pack-types'
import type { WorkDatabase } from '../data/schema'
import { storing } from '../data/storage'
import type { Http } from './http'
import { Refused } from './transport'

export const DOUBTS = 'doubts'
export const DOUBTS_SEEN = 'doubts_seen'

/** Return what tells one note from another: with a new reason it is new again. */
export function doubtMark(doubt: Pick<OwnDoubt, 'id' | 'found_at'>): string {
  return `${doubt.id} ${doubt.found_at}`
}

/** Return how many notes the person has not opened yet; those with a result need no answer any more. */
export function newDoubts(doubts: OwnDoubt[], seen: string[]): number {
  return doubts.filter((doubt) => !doubt.result && !seen.includes(doubtMark(doubt))).length
}

/** Fetch the notes; a server or a role without them leaves what is there. */
export async function fetchDoubts(http: Http, db: WorkDatabase): Promise<void> {
  try {
    const doubts = await http.json<OwnDoubt[]>('GET', '/patrol/quality/mine')
    await storing(() => db.writeMeta(DOUBTS, doubts))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}
