/** The real server behind the engine's transport. */

import type { Answer, Unsent } from '../data/queue'
import type { NoticeMark, Operation, Problem, WorkDatabase } from '../data/schema'
import { APP_VERSION } from '../version'
import type { Http } from './http'
import { refreshPack } from './pack-refresh'
import type { Receipt, Transport } from './transport'

interface WireResult {
  id: string
  status: 'accepted' | 'merged' | 'duplicate' | 'conflict' | 'rejected'
  waiting: boolean
  retry: boolean
  problem: { code?: string; detail?: string; detail_en?: string; errors?: { zh?: string }[] } | null
  subject: { type: string; id: string; number: string; notice?: NoticeMark | null } | null
  versions?: unknown[]
}

/** Taken in beside another person's word, the record is at the office: the phone has nothing left to deliver. */
function statusOf(result: WireResult): Answer['status'] {
  if (result.waiting) return 'waiting'
  return result.status === 'conflict' && result.versions?.length ? 'merged' : result.status
}

function problemFrom(wire: WireResult['problem']): Problem | null {
  if (!wire) return null
  const fields = (wire.errors ?? []).flatMap((row) => (row.zh && row.zh !== wire.detail ? [row.zh] : []))
  return { code: wire.code ?? 'refused', zh: [wire.detail ?? '', ...fields].filter(Boolean).join(' '), en: wire.detail_en ?? '' }
}

/** Speaks the sync API for one person. */
export class ServerTransport implements Transport {
  constructor(
    private readonly http: Http,
    private readonly db: WorkDatabase,
  ) {}

  async sendOperations(operations: Operation[]): Promise<Answer[]> {
    const now = new Date().toISOString()
    const sent = operations.map(({ id, kind, recorded_at, payload }) => ({ id, kind, recorded_at, device_now: now, payload }))
    const answer = await this.http.json<{ results: WireResult[] }>('POST', '/sync/operations', { operations: sent })
    return answer.results
      .filter((result) => !result.retry)
      .map((result) => ({
        id: result.id,
        status: statusOf(result),
        number: result.subject?.number ?? '',
        subject_id: result.subject?.id ?? '',
        notice: result.subject?.notice ?? null,
        problem: problemFrom(result.problem),
      }))
  }

  async held(hashes: string[]): Promise<Set<string>> {
    const answer = await this.http.json<{ received: string[] }>('POST', '/evidence/wanted', { sha256: hashes })
    return new Set(answer.received)
  }

  sendFile(hash: string, bytes: ArrayBuffer, mediaType: string, capturedAt: string): Promise<Receipt> {
    return this.http.bytes<Receipt>('PUT', `/evidence/files/${hash}`, bytes, {
      'Content-Type': mediaType,
      'X-Recorded-At': capturedAt,
    })
  }

  async reportUnsent(unsent: Unsent, persisted: boolean | null): Promise<void> {
    await this.http.json('POST', '/patrol/unsent', {
      unsent_operations: unsent.operations,
      unsent_photos: unsent.photos,
      oldest_unsent_at: unsent.oldest_at,
      app_version: APP_VERSION,
      storage_persisted: persisted,
    })
  }

  refreshPack(): Promise<void> {
    return refreshPack(this.http, this.db)
  }

  clockOffsetMs(): number | null {
    return this.http.clockOffsetMs
  }
}
