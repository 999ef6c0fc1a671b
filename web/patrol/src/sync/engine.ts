/** Sending what is on the phone: operations in batches, photos one by one, each settled by the server's own answer. */

import { refusePhoto, writeReceipt } from '../data/photos'
import { nextBatch, unsent, writeAnswer } from '../data/queue'
import type { Operation, Photo, WorkDatabase } from '../data/schema'
import { room } from '../data/storage'
import { waitMs } from './backoff'
import { Refused, SignInNeeded, TryLater, type Transport } from './transport'

const BATCH = 50
const HELD_AT_ONCE = 200
/** Bytes above which a file waits for a network that is not paid by volume. */
export const LARGE = 8 * 1024 * 1024
const METERED_WAIT_MS = 10 * 60_000

export interface EngineOptions {
  nowMs?: () => number
  random?: () => number
  /** Called after every change that a screen may want to show. */
  onProgress?: () => void
  /** Tells whether the network at hand is paid by volume. */
  metered?: () => boolean
}

/** How a run ended. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'later'; nextTryMs: number; reason: string }
  | { kind: 'sign_in'; mustChangePassword: boolean }

/** Tell whether the browser says that the phone is on mobile data; false where it says nothing. */
function onMobileData(): boolean {
  const connection = (globalThis.navigator as (Navigator & { connection?: { type?: string; saveData?: boolean } }) | undefined)?.connection
  return connection?.type === 'cellular' || connection?.saveData === true
}

/** One run of sending and fetching for one person. Safe to break off anywhere: nothing is marked before its answer. */
export class SyncEngine {
  private readonly nowMs: () => number
  private readonly random: () => number
  private readonly onProgress: () => void
  private readonly metered: () => boolean

  constructor(
    private readonly db: WorkDatabase,
    private readonly transport: Transport,
    options: EngineOptions = {},
  ) {
    this.nowMs = options.nowMs ?? Date.now
    this.random = options.random ?? Math.random
    this.onProgress = options.onProgress ?? (() => undefined)
    this.metered = options.metered ?? onMobileData
  }

  /** Send all that is due, then fetch the pack and report what remains. `force` ignores waiting times. */
  async run({ force = false, fetchPack = true } = {}): Promise<Outcome> {
    try {
      if (force) await this.clearWaits()
      await this.sendOperations()
      await this.sendPhotos(force)
      if (fetchPack) await this.transport.refreshPack()
      await this.rememberClock()
      const left = await unsent(this.db)
      await this.transport.reportUnsent(left, (await room()).persisted)
      await this.db.writeMeta('last_sync_at', new Date(this.nowMs()).toISOString())
      await this.db.writeMeta('failures', 0)
      const next = await this.nextTry()
      return next === null ? { kind: 'done' } : { kind: 'later', nextTryMs: next, reason: '' }
    } catch (error) {
      await this.rememberClock()
      if (error instanceof SignInNeeded) return { kind: 'sign_in', mustChangePassword: error.mustChangePassword }
      if (error instanceof TryLater || error instanceof Refused) {
        const failures = (await this.db.readMeta('failures', 0)) + 1
        await this.db.writeMeta('failures', failures)
        const after = error instanceof TryLater ? error.afterMs : null
        return { kind: 'later', nextTryMs: after ?? waitMs(failures, this.random()), reason: error.message }
      }
      throw error
    } finally {
      this.onProgress()
    }
  }

  private async rememberClock(): Promise<void> {
    const offset = this.transport.clockOffsetMs()
    if (offset !== null) await this.db.writeMeta('clock_offset_ms', offset)
  }

  private async clearWaits(): Promise<void> {
    await this.db.operations.where('state').equals('waiting').modify({ next_try_at: 0 })
    await this.db.photos.where('state').equals('waiting').modify({ next_try_at: 0 })
  }

  private async sendOperations(): Promise<void> {
    for (;;) {
      const batch = await nextBatch(this.db, BATCH, this.nowMs())
      if (batch.length === 0) return
      await this.sendBatch(batch)
      this.onProgress()
    }
  }

  /** Send a batch; when the server refuses the batch as a whole, halve it until the one at fault stands alone. */
  private async sendBatch(batch: Operation[]): Promise<void> {
    try {
      const answers = await this.transport.sendOperations(batch)
      const at = new Date(this.nowMs()).toISOString()
      for (const answer of answers) await writeAnswer(this.db, answer, at)
      const answered = new Set(answers.map((answer) => answer.id))
      await this.postpone(batch.filter((operation) => !answered.has(operation.id)))
    } catch (error) {
      if (!(error instanceof Refused)) {
        await this.countTry(batch)
        throw error
      }
      if (batch.length === 1) {
        const at = new Date(this.nowMs()).toISOString()
        const only = { id: batch[0]!.id, status: 'rejected' as const, number: '', subject_id: '', problem: error.problem }
        await writeAnswer(this.db, only, at)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await this.sendBatch(batch.slice(0, half))
      await this.sendBatch(batch.slice(half))
    }
  }

  private async countTry(batch: Operation[]): Promise<void> {
    for (const operation of batch) await this.db.operations.update(operation.seq!, { tries: operation.tries + 1 })
  }

  private async postpone(batch: Operation[]): Promise<void> {
    for (const operation of batch) {
      const tries = operation.tries + 1
      const next = this.nowMs() + waitMs(tries, this.random())
      await this.db.operations.update(operation.seq!, { tries, next_try_at: next })
    }
  }

  private async sendPhotos(force: boolean): Promise<void> {
    const now = this.nowMs()
    const waiting = (await this.db.photos.where('state').equals('waiting').toArray()).filter((photo) => photo.next_try_at <= now)
    // Clips go last, and by themselves only where they cost nothing: a photo never waits behind one.
    const dear = force || !this.metered() ? [] : waiting.filter((photo) => photo.size > LARGE)
    for (const photo of dear) await this.db.photos.update(photo.id, { next_try_at: now + METERED_WAIT_MS })
    const due = waiting
      .filter((photo) => !dear.includes(photo))
      .sort((a, b) => Number(a.size > LARGE) - Number(b.size > LARGE) || a.captured_at.localeCompare(b.captured_at))
    await this.settleHeld(due.filter((photo) => photo.tries > 0))
    for (const photo of due) {
      const fresh = await this.db.photos.get(photo.id)
      if (fresh?.state === 'waiting') await this.sendPhoto(fresh)
      this.onProgress()
    }
  }

  /** A broken-off attempt may have arrived after all: ask before sending the bytes again. */
  private async settleHeld(uncertain: Photo[]): Promise<void> {
    for (let start = 0; start < uncertain.length; start += HELD_AT_ONCE) {
      const part = uncertain.slice(start, start + HELD_AT_ONCE)
      const held = await this.transport.held(part.map((photo) => photo.sha256))
      const at = new Date(this.nowMs()).toISOString()
      for (const photo of part) {
        if (held.has(photo.sha256)) await writeReceipt(this.db, photo.sha256, { received_at: at, size: photo.size })
      }
    }
  }

  private async sendPhoto(photo: Photo): Promise<void> {
    const kept = await this.db.bytes.get(photo.id)
    if (!kept) {
      const words = { code: 'bytes_lost', zh: '手机上的照片文件已丢失，请重新拍摄。', en: 'The file is gone from the phone.' }
      await refusePhoto(this.db, photo.id, words)
      return
    }
    await this.db.photos.update(photo.id, { tries: photo.tries + 1 })
    try {
      const receipt = await this.transport.sendFile(photo.sha256, kept.bytes, photo.media_type, photo.captured_at)
      if (receipt.sha256.toLowerCase() !== photo.sha256) throw new TryLater('receipt_of_another_file')
      await writeReceipt(this.db, photo.sha256, { received_at: receipt.received_at, size: receipt.size })
    } catch (error) {
      if (error instanceof Refused && error.problem.code !== 'hash_mismatch') {
        await refusePhoto(this.db, photo.id, error.problem)
        return
      }
      const next = this.nowMs() + waitMs(photo.tries + 1, this.random())
      await this.db.photos.update(photo.id, { next_try_at: next })
      if (!(error instanceof Refused)) throw error
    }
  }

  private async nextTry(): Promise<number | null> {
    const operations = await this.db.operations.where('state').equals('waiting').toArray()
    const photos = await this.db.photos.where('state').equals('waiting').toArray()
    const times = [...operations, ...photos].map((row) => row.next_try_at)
    return times.length ? Math.max(1_000, Math.min(...times) - this.nowMs()) : null
  }
}
