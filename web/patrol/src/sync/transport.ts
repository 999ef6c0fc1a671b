/** What the sync engine needs from a server, and the kinds of failure it tells apart. */

import type { Answer, Unsent } from '../data/queue'
import type { Operation, Problem } from '../data/schema'

/** No answer, or one that says "later": try again after a while. */
export class TryLater extends Error {
  constructor(
    message: string,
    readonly afterMs: number | null = null,
  ) {
    super(message)
    this.name = 'TryLater'
  }
}

/** The token is not valid any more: keep everything, ask for sign-in. */
export class SignInNeeded extends Error {
  constructor(readonly mustChangePassword = false) {
    super('sign_in_needed')
    this.name = 'SignInNeeded'
  }
}

/** The server understood and will not take it; trying again changes nothing. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.code)
    this.name = 'Refused'
  }
}

export interface Receipt {
  sha256: string
  size: number
  received_at: string
}

/** The server as the engine sees it. Every method raises TryLater, SignInNeeded or Refused. */
export interface Transport {
  sendOperations(operations: Operation[]): Promise<Answer[]>
  /** Which of these hashes the server already holds from this person. */
  held(hashes: string[]): Promise<Set<string>>
  sendFile(hash: string, bytes: ArrayBuffer, mediaType: string, capturedAt: string): Promise<Receipt>
  reportUnsent(unsent: Unsent, persisted: boolean | null): Promise<void>
  /** Bring the work pack up to date. */
  refreshPack(): Promise<void>
  /** Server clock minus device clock in ms as last measured on this transport, null before the first answer. */
  clockOffsetMs(): number | null
}
