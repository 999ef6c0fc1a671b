/** One action of a person: busy while it runs, its error in words, and one Idempotency-Key until it has succeeded. */
import { ElMessage } from 'element-plus'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asApiError, newKey, type ApiError } from '@shared/api/client'

export interface Action<Input, Output> {
  busy: Ref<boolean>
  error: ShallowRef<ApiError | null>
  run: (input: Input) => Promise<Output | undefined>
  clear: () => void
}

/**
 * Wraps a write. The same input sent again (a retry) carries the same key, changed input a new one.
 * `quiet` leaves showing the error to the form; otherwise it appears as a message.
 */
export function useAction<Input, Output>(
  write: (input: Input, key: string) => Promise<Output>,
  options: { quiet?: boolean; done?: string } = {},
): Action<Input, Output> {
  const busy = ref(false)
  const error = shallowRef<ApiError | null>(null)
  let key = newKey()
  let sent = ''

  async function run(input: Input): Promise<Output | undefined> {
    if (busy.value) return undefined
    const shape = JSON.stringify(input) ?? ''
    if (sent !== '' && sent !== shape) key = newKey()
    sent = shape
    busy.value = true
    error.value = null
    try {
      const answer = await write(input, key)
      key = newKey()
      sent = ''
      if (options.done) ElMessage.success(options.done)
      return answer
    } catch (thrown) {
      error.value = asApiError(thrown)
      if (!options.quiet) ElMessage.error({ message: error.value.message, duration: 8000, showClose: true })
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { busy, error, run, clear: () => (error.value = null) }
}
