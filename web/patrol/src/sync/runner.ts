/** Running the engine once at a time for one person, over all open pages and the service worker together. */

import type { Outcome } from './engine'

export type Run = (options: { force: boolean }) => Promise<Outcome>

let inPage: Promise<unknown> = Promise.resolve()

/** Run `work` alone under `name`: by Web Locks where offered, else in turn within this page. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (locks) return locks.request(name, work) as Promise<T>
  const turn = inPage.then(work, work)
  inPage = turn.catch(() => undefined)
  return turn
}

export interface RunnerHooks {
  onStart?: () => void
  onOutcome?: (outcome: Outcome) => void
  onError?: (error: unknown) => void
}

/** Starts runs on triggers, never two at a time, and plans the next try after a failure. */
export class SyncRunner {
  private running = false
  private again: { force: boolean } | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopped = false

  constructor(
    private readonly lockName: string,
    private readonly run: Run,
    private readonly hooks: RunnerHooks = {},
    private readonly regularMs = 5 * 60_000,
  ) {}

  /** Ask for a run: now when idle, right after the current one otherwise. */
  async trigger({ force = false } = {}): Promise<void> {
    if (this.stopped) return
    if (this.running) {
      this.again = { force: force || (this.again?.force ?? false) }
      return
    }
    this.running = true
    clearTimeout(this.timer)
    this.hooks.onStart?.()
    let nextMs = this.regularMs
    try {
      const outcome = await alone(this.lockName, () => this.run({ force }))
      if (outcome.kind === 'later') nextMs = Math.min(nextMs, outcome.nextTryMs)
      this.hooks.onOutcome?.(outcome)
    } catch (error) {
      this.hooks.onError?.(error)
    } finally {
      this.running = false
    }
    if (this.stopped) return
    const again = this.again
    this.again = null
    if (again) return this.trigger(again)
    this.timer = setTimeout(() => void this.trigger(), nextMs)
  }

  /** End: no more runs are started; one under way ends by itself. */
  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
  }
}
