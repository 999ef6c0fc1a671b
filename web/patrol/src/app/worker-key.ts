/** The open key beside the page: the service worker holds it in memory for a while, so that a reload need not ask for the PIN. */

const ANSWER_MS = 700

/** What page and service worker say to each other about the key. */
export type KeyMessage =
  | { type: 'KEEP_KEY'; accountId: string; key: Uint8Array; lockMs: number }
  | { type: 'KEY_IN_USE'; lockMs: number }
  | { type: 'FORGET_KEY' }
  | { type: 'ASK_KEY'; accountId: string }

let lockMs = 5 * 60_000

/** Say after how long without an open page the key is forgotten (ms). */
export function keepFor(ms: number): void {
  lockMs = ms
  post({ type: 'KEY_IN_USE', lockMs })
}

/** Hand the key to the service worker. */
export async function tellWorker(accountId: string, key: Uint8Array): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  registration?.active?.postMessage({ type: 'KEEP_KEY', accountId, key, lockMs } satisfies KeyMessage)
}

/** Say that the page is in use, or was until now. */
export function stillInUse(): void {
  post({ type: 'KEY_IN_USE', lockMs })
}

/** Make the service worker forget the key. */
export function forgetInWorker(): void {
  post({ type: 'FORGET_KEY' })
}

/** Return the key the service worker still holds for a person, or null. */
export async function askWorker(accountId: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const worker = navigator.serviceWorker?.controller
  if (!worker) return null
  const channel = new MessageChannel()
  return new Promise((done) => {
    const late = setTimeout(() => done(null), ANSWER_MS)
    channel.port1.onmessage = (event: MessageEvent<Uint8Array<ArrayBuffer> | null>) => {
      clearTimeout(late)
      done(event.data)
    }
    worker.postMessage({ type: 'ASK_KEY', accountId } satisfies KeyMessage, [channel.port2])
  })
}

function post(message: KeyMessage): void {
  navigator.serviceWorker?.controller?.postMessage(message)
}
