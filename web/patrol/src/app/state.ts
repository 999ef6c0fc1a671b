/** What the whole app knows: who holds the phone, their database, and how sending stands. */

import { reactive, shallowRef } from 'vue'
import { DeviceDatabase, type PhoneAccount } from '../data/device'
import type { Unsent } from '../data/queue'
import type { WorkDatabase } from '../data/schema'

export const device = new DeviceDatabase()
export const account = shallowRef<PhoneAccount | null>(null)
export const work = shallowRef<WorkDatabase | null>(null)

export const NOTHING_UNSENT: Unsent = { operations: 0, photos: 0, refused: 0, drafts: 0, oldest_at: null }

export const sync = reactive({
  online: globalThis.navigator?.onLine ?? true,
  running: false,
  needsSignIn: false,
  mustChangePassword: false,
  lastSyncAt: null as string | null,
  packAt: '',
  clockOffsetMs: null as number | null,
  unsent: { ...NOTHING_UNSENT } as Unsent,
  /** True once the queue of the person who holds the phone now has been read; before that nothing is known of it. */
  known: false,
  /** Why the last run ended early, as the transport named it; empty when it went through. */
  trouble: '',
})
