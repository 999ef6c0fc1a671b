/** The sync line: one sentence that says whether the work is safe. */

import type { Unsent } from '../data/queue'

export interface SyncFacts {
  /** Whether the queue has been read at all. */
  known: boolean
  unsent: Unsent
  online: boolean
  running: boolean
  needsSignIn: boolean
  lastSyncAt: string | null
}

export type Tone = 'done' | 'busy' | 'waiting' | 'alert'

export interface SyncLine {
  tone: Tone
  /** i18n key of the sentence and its numbers. */
  key: string
  counts: { operations: number; photos: number; refused: number }
}

/** Return what the sync line says. Nothing is "delivered" while anything lacks the server's receipt. */
export function syncLine(facts: SyncFacts): SyncLine {
  const { operations, photos, refused } = facts.unsent
  const counts = { operations, photos, refused }
  if (!facts.known) return { tone: 'waiting', key: 'sync.reading', counts }
  const open = operations + photos > 0
  const what = operations > 0 && photos > 0 ? 'both' : operations > 0 ? 'operations' : 'photos'
  if (open && facts.needsSignIn) return { tone: 'alert', key: `sync.sign_in.${what}`, counts }
  if (open && facts.running && facts.online) return { tone: 'busy', key: `sync.sending.${what}`, counts }
  if (open) return { tone: 'waiting', key: `sync.${facts.online ? 'unsent' : 'offline'}.${what}`, counts }
  if (refused > 0) return { tone: 'alert', key: 'sync.refused', counts }
  if (facts.needsSignIn) return { tone: 'waiting', key: 'sync.sign_in_only', counts }
  if (!facts.lastSyncAt) return { tone: 'waiting', key: facts.online ? 'sync.never' : 'sync.never_offline', counts }
  return { tone: 'done', key: facts.online ? 'sync.all_delivered' : 'sync.all_delivered_offline', counts }
}
