/** Something loaded from the server: data, whether it loads, what went wrong; a late answer never overwrites a newer one. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asApiError, type ApiError } from '@shared/api/client'

export interface Resource<Data> {
  data: ShallowRef<Data | null>
  error: ShallowRef<ApiError | null>
  loading: Ref<boolean>
  load: () => Promise<void>
}

export function useResource<Data>(fetcher: () => Promise<Data>, options: { now?: boolean } = {}): Resource<Data> {
  const data = shallowRef<Data | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await fetcher()
      if (mine !== turn) return
      data.value = answer
      error.value = null
    } catch (thrown) {
      if (mine !== turn) return
      error.value = asApiError(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  if (options.now !== false) void load()
  return { data, error, loading, load }
}
