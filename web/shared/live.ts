/** Live events: one stream for all tabs. The tab that holds the lock listens; the others hear it over a channel. */
import { ref } from 'vue'

export interface LiveEvent {
  kind: string
  subject_type: string
  subject_id: string
  subject_label: string
  area_path: string
  at: string
  actor_name: string
  payload: Record<string, unknown>
}

export type LiveState = 'off' | 'connecting' | 'live' | 'lost'
type Message = { type: 'event'; event: LiveEvent } | { type: 'reset' } | { type: 'state'; state: LiveState } | { type: 'ask' }

const URL_PATH = '/api/v1/events'
const RETRY_MS = 5000

export const liveState = ref<LiveState>('off')
const listeners = new Set<(event: LiveEvent | null) => void>()

let channel: BroadcastChannel | null = null
let stopLeading: (() => void) | null = null
let source: EventSource | null = null
let leading = false

/** Hears every event of one's scope; null means: events were missed, load again. */
export function onLive(listener: (event: LiveEvent | null) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function take(message: Message): void {
  if (message.type === 'state') liveState.value = message.state
  if (message.type === 'event') for (const listener of listeners) listener(message.event)
  if (message.type === 'reset') for (const listener of listeners) listener(null)
  if (message.type === 'ask' && leading) channel?.postMessage({ type: 'state', state: liveState.value } satisfies Message)
}

function tell(message: Message): void {
  take(message)
  channel?.postMessage(message)
}

function open(): void {
  source = new EventSource(URL_PATH)
  let wasOpen = false
  source.addEventListener('open', () => {
    tell({ type: 'state', state: 'live' })
    wasOpen = true
  })
  source.addEventListener('domain', (message) => tell({ type: 'event', event: JSON.parse((message as MessageEvent<string>).data) as LiveEvent }))
  source.addEventListener('reset', () => tell({ type: 'reset' }))
  source.addEventListener('error', () => {
    tell({ type: 'state', state: 'lost' })
    if (source?.readyState === EventSource.CLOSED && leading) {
      setTimeout(() => {
        if (!leading) return
        open()
        if (wasOpen) tell({ type: 'reset' })
      }, RETRY_MS)
    }
  })
}

function lead(): Promise<void> {
  leading = true
  open()
  return new Promise((resolve) => {
    stopLeading = () => {
      leading = false
      source?.close()
      source = null
      resolve()
    }
  })
}

/** Starts hearing; a browser without locks (plain http) opens one stream per tab. */
export function startLive(): void {
  if (liveState.value !== 'off') return
  liveState.value = 'connecting'
  if (typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel('fengsui-live')
    channel.onmessage = (message: MessageEvent<Message>) => take(message.data)
    channel.postMessage({ type: 'ask' } satisfies Message)
  }
  if (navigator.locks) {
    abort = new AbortController()
    navigator.locks.request('fengsui-live', { signal: abort.signal }, lead).catch(ignoreAbort)
  } else {
    void lead()
  }
}

let abort: AbortController | null = null

function ignoreAbort(thrown: unknown): void {
  if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) throw thrown
}

/** Stops hearing: after signing out, nothing of the former person's scope arrives. */
export function stopLive(): void {
  stopLeading?.()
  stopLeading = null
  if (!leading) abort?.abort()
  channel?.close()
  channel = null
  liveState.value = 'off'
}
