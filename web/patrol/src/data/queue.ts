/** The queue of operations: written with the photos they name in one transaction, kept until the server answers. */

import { newId } from './ids'
import { releasePhotos } from './photos'
import { storing } from './storage'
import type { NoticeMark, Operation, Problem, WorkDatabase } from './schema'

export type NewOperation = Pick<Operation, 'kind' | 'payload' | 'title' | 'detail' | 'place_id' | 'subject_id'> & {
  /** Made beforehand when photos or other records already name it. */
  id?: string
  photo_ids?: string[]
  /** A draft that is finished by this operation and goes with it. */
  draft_id?: string
}

/** Keep an operation for sending. Either all of it is on the phone afterwards or, with StorageFull, nothing changed. */
export async function enqueue(db: WorkDatabase, given: NewOperation, now: Date = new Date()): Promise<Operation> {
  const { photo_ids: photoIds = [], draft_id: draftId, ...about } = given
  const operation: Operation = {
    ...about,
    id: given.id ?? newId(now.getTime()),
    recorded_at: now.toISOString(),
    clock_offset_ms: await db.readMeta<number | null>('clock_offset_ms', null),
    state: 'waiting',
    tries: 0,
    next_try_at: 0,
    result: null,
    problem: null,
  }
  await storing(() =>
    db.transaction('rw', db.operations, db.photos, db.drafts, async () => {
      operation.seq = await db.operations.add(operation)
      await releasePhotos(db, photoIds, operation.id)
      if (draftId) await db.drafts.delete(draftId)
    }),
  )
  return operation
}

/** Return what is to be sent now, oldest first, at most `limit`. */
export async function nextBatch(db: WorkDatabase, limit: number, nowMs: number): Promise<Operation[]> {
  const waiting = await db.operations.where('state').equals('waiting').sortBy('seq')
  return waiting.filter((operation) => operation.next_try_at <= nowMs).slice(0, limit)
}

/** One answer of the server about one operation. */
export interface Answer {
  id: string
  status: 'accepted' | 'merged' | 'duplicate' | 'waiting' | 'conflict' | 'rejected'
  number: string
  subject_id: string
  /** The notice a visit brought about. */
  notice?: NoticeMark | null
  problem: Problem | null
}

/** Write the server's answer. An operation once settled is not moved by a later, repeated answer to `waiting`. */
export async function writeAnswer(db: WorkDatabase, answer: Answer, atIso: string): Promise<void> {
  await db.operations
    .where('id')
    .equals(answer.id)
    .modify((operation) => {
      if (operation.state === 'accepted') return
      const taken = answer.status === 'accepted' || answer.status === 'merged' || answer.status === 'duplicate' || answer.status === 'waiting'
      operation.state = taken ? 'accepted' : (answer.status as 'conflict' | 'rejected')
      operation.result = { number: answer.number, waits: answer.status === 'waiting', at: atIso, notice: answer.notice ?? null }
      // What was combined with another's word says so in words.
      operation.problem = taken && answer.status !== 'merged' ? null : answer.problem
      if (answer.subject_id) operation.subject_id = answer.subject_id
    })
}

/** Put refused work back to be sent once more, after the person or the office put the cause right. */
export async function sendAgain(db: WorkDatabase, operationId: string): Promise<void> {
  await db.operations
    .where('id')
    .equals(operationId)
    .modify((operation) => {
      if (operation.state === 'accepted') return
      operation.state = 'waiting'
      operation.problem = null
      operation.next_try_at = 0
    })
}

/** What is not delivered yet, as the sync line and the sign-out rule count it. */
export interface Unsent {
  operations: number
  photos: number
  /** Conflicts and rejections of operations and photos: kept, and shown until someone has looked. */
  refused: number
  drafts: number
  oldest_at: string | null
}

/** Count what is not delivered. */
export async function unsent(db: WorkDatabase): Promise<Unsent> {
  return db.transaction('r', db.operations, db.photos, db.drafts, async () => {
    // The way walked on duty is no evidence: it never makes a phone count as holding work, nor keeps anybody from signing out.
    const waiting = (await db.operations.where('state').equals('waiting').toArray()).filter((row) => row.kind !== 'track.piece')
    const photos = await db.photos.where('state').equals('waiting').toArray()
    const oldest = [...waiting.map((row) => row.recorded_at), ...photos.map((row) => row.captured_at)].sort()[0]
    const refused =
      (await db.operations.where('state').equals('conflict').count()) +
      (await db.operations.where('state').equals('rejected').count()) +
      (await db.photos.where('state').equals('refused').count())
    return {
      operations: waiting.length,
      photos: photos.length,
      refused,
      drafts: await db.drafts.count(),
      oldest_at: oldest ?? null,
    }
  })
}

/** Tell whether anything would be lost if this person's data were taken off the phone. */
export function somethingUnsent(count: Unsent): boolean {
  return count.operations + count.photos + count.refused + count.drafts > 0
}
