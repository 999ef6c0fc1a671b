/** The idle clock: any tab's keyboard or mouse counts; a warning comes first, then the session ends on the server too. */
import { onMounted, onUnmounted, ref } from 'vue'

const STORED = 'fengsui.last-activity'
const WARN_S = 60
const TICK_MS = 1000
const NOTE_EVERY_MS = 5000

export function useIdle(idleMinutes: () => number, ended: () => void, stillHere: () => void) {
  const secondsLeft = ref<number | null>(null)
  let noted = 0
  let pinged = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined

  const last = () => Number(localStorage.getItem(STORED)) || Date.now()

  function note(): void {
    const now = Date.now()
    if (secondsLeft.value !== null || now - noted < NOTE_EVERY_MS) return
    noted = now
    localStorage.setItem(STORED, String(now))
    if (now - pinged > (idleMinutes() * 60_000) / 3) {
      pinged = now
      stillHere()
    }
  }
  function stay(): void {
    secondsLeft.value = null
    noted = 0
    pinged = 0
    note()
  }
  function tick(): void {
    const left = Math.ceil(idleMinutes() * 60 - (Date.now() - last()) / 1000)
    if (left <= 0) {
      secondsLeft.value = null
      ended()
    } else {
      secondsLeft.value = left <= WARN_S ? left : null
    }
  }
  const EVENTS = ['pointerdown', 'keydown', 'wheel', 'pointermove'] as const
  onMounted(() => {
    localStorage.setItem(STORED, String(Date.now()))
    for (const name of EVENTS) addEventListener(name, note, { passive: true })
    timer = setInterval(tick, TICK_MS)
  })
  onUnmounted(() => {
    for (const name of EVENTS) removeEventListener(name, note)
    clearInterval(timer)
  })
  return { secondsLeft, stay }
}
