/** What the wall shows and when it turns: pages and seconds from the address, live figures, and since when they are old. */
import { computed, onMounted, onUnmounted, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api, unwrap } from '@shared/api/client'
import { liveState } from '@shared/live'
import { useSession } from '@shared/session'
import { addDays, today } from '@shared/format'
import { useLive } from '@console/parts/useLive'
import { useResource } from '@console/parts/useResource'
import { usePanel } from '@console/state/panel'
import type { IntegrityRow, RankRow } from '../overview/panels'

export const PAGES = ['district', 'ranking', 'worse', 'steps'] as const
export type WallPageName = (typeof PAGES)[number]
const SECONDS = { least: 5, usual: 20, most: 600 }
const CALM_MS = 8_000
const AGAIN_MS = 30_000

export function useWall() {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const text = (key: string) => (typeof route.query[key] === 'string' ? (route.query[key] as string) : '')
  const area = computed(() => text('area') || undefined)
  const pages = computed(() => {
    const wanted = text('pages').split(',').filter((one): one is WallPageName => (PAGES as readonly string[]).includes(one))
    return wanted.length ? wanted : [...PAGES]
  })
  const seconds = computed(() => Math.min(SECONDS.most, Math.max(SECONDS.least, Number(text('seconds')) || SECONDS.usual)))
  const turn = ref(0)
  const paused = ref(false)
  const page = computed(() => pages.value[turn.value % pages.value.length]!)
  const go = (by: number) => (turn.value = (turn.value + by + pages.value.length) % pages.value.length)

  const query = () => (area.value ? { area: area.value } : {})
  const overview = useResource(() => unwrap(api.GET('/api/v1/overview', { params: { query: query() } })))
  const span = () => ({ ...query(), from: addDays(today(), -29), to: today() })
  const ranking = usePanel<RankRow>('overview.ranking', span)
  const integrity = usePanel<IntegrityRow>('overview.integrity', span)
  const steps = useResource(() => unwrap(api.GET('/api/v1/steps', { params: { query: query() } })))
  const all = [overview, ranking, integrity, steps]
  const reload = () => void (session.expired || Promise.all(all.map((one) => one.load())))
  watch(area, reload)
  // After signing in again over the wall, figures come at once.
  watch(() => session.expired, (expired) => expired || reload())
  useLive(['hazards.hazard', 'patrol.visit', 'places.place', 'patrol.task'], () => void overview.load(), CALM_MS)

  const error = computed(() => all.find((one) => one.error.value)?.error.value ?? null)
  const isStale = computed(() => error.value !== null || liveState.value === 'lost')

  function key(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return
    if (event.key === ' ') paused.value = !paused.value
    else if (event.key === 'ArrowRight' || event.key === 'PageDown') go(1)
    else if (event.key === 'ArrowLeft' || event.key === 'PageUp') go(-1)
    else if (event.key.toLowerCase() === 'f') void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
    else if (event.key === 'Escape' && !document.fullscreenElement && !session.expired) void router.push('/')
    else return
    event.preventDefault()
  }
  let turning: ReturnType<typeof setInterval> | undefined
  let again: ReturnType<typeof setInterval> | undefined
  const startTurning = () => {
    clearInterval(turning)
    turning = setInterval(() => paused.value || go(1), seconds.value * 1000)
  }
  watch([seconds, turn], startTurning)
  onMounted(() => {
    document.documentElement.dataset['theme'] = 'wall'
    window.addEventListener('keydown', key)
    startTurning()
    again = setInterval(reload, AGAIN_MS)
  })
  onUnmounted(() => {
    delete document.documentElement.dataset['theme']
    window.removeEventListener('keydown', key)
    clearInterval(turning)
    clearInterval(again)
  })
  return { pages, page, turn, paused, overview, ranking, integrity, steps, error, isStale, session }
}
