/** A Dexie query as a Vue ref that follows the database, in every page that has it open. */

import { liveQuery } from 'dexie'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { WorkDatabase } from '../data/schema'
import { work } from './state'

/** Return a ref with the query's result for the current person; it starts as `initial` and stays so while signed out. */
export function useLive<T>(query: (db: WorkDatabase) => Promise<T>, initial: T, also: () => unknown = () => null): Readonly<ShallowRef<T>> {
  const result = shallowRef(initial)
  let subscription: { unsubscribe(): void } | undefined
  watch(
    [work, also],
    ([db]) => {
      subscription?.unsubscribe()
      subscription = undefined
      if (!db) {
        result.value = initial
        return
      }
      subscription = liveQuery(() => query(db as WorkDatabase)).subscribe({
        next: (value) => {
          result.value = value
        },
        error: (error: unknown) => {
          if (work.value === db) throw error
        },
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => subscription?.unsubscribe())
  return result
}
