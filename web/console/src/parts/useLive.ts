/** Hears live events of some kinds of subject while a component is on screen, at most once per `calmMs`. */
import { onUnmounted } from 'vue'
import { onLive, type LiveEvent } from '@shared/live'

export function useLive(subjectTypes: string[], heard: (event: LiveEvent | null) => void, calmMs = 0): void {
  let waiting: ReturnType<typeof setTimeout> | null = null
  const stop = onLive((event) => {
    if (event !== null && subjectTypes.length > 0 && !subjectTypes.includes(event.subject_type)) return
    if (calmMs === 0) return heard(event)
    if (waiting !== null) return
    waiting = setTimeout(() => {
      waiting = null
      heard(event)
    }, calmMs)
  })
  onUnmounted(() => {
    stop()
    if (waiting !== null) clearTimeout(waiting)
  })
}
