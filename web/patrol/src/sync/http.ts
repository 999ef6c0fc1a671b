/** Requests of the phone: bearer token, time-out, the server's clock, and failures told apart. */

import { newId } from '../data/ids'
import type { Problem } from '../data/schema'
import { clockOffsetMs } from './clock-offset'
import { Refused, SignInNeeded, TryLater } from './transport'

export interface HttpOptions {
  token: string
  base?: string
  fetch?: typeof fetch
  nowMs?: () => number
}

const TIMEOUT_MS = 30_000
const UPLOAD_TIMEOUT_MS = 180_000
/** A large file may go this slowly before the attempt counts as stuck. */
const SLOWEST_BYTES_PER_MS = 20

/** Return the words of a problem+json body, or words of our own when the answer has none. */
export async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as { code?: string; detail?: string; title?: string; detail_en?: string; errors?: { zh?: string }[] }
    const fields = (body.errors ?? []).flatMap((row) => (row.zh ? [row.zh] : []))
    const zh = [body.detail ?? body.title ?? '', ...fields.filter((text) => text !== body.detail)].filter(Boolean).join(' ')
    return { code: body.code ?? `http_${response.status}`, zh: zh || `服务器没有接受（${response.status}）。`, en: body.detail_en ?? body.title ?? '' }
  } catch {
    return { code: `http_${response.status}`, zh: `服务器没有接受（${response.status}）。`, en: `Not taken (${response.status}).` }
  }
}

/** A small client of the API for one token. */
export class Http {
  private offset: number | null = null
  private readonly base: string
  private readonly send: typeof fetch
  private readonly nowMs: () => number

  constructor(private readonly options: HttpOptions) {
    this.base = options.base ?? '/api/v1'
    this.send = options.fetch ?? ((...args) => fetch(...args))
    this.nowMs = options.nowMs ?? Date.now
  }

  /** Server clock minus device clock in ms as last measured, null before any answer. */
  get clockOffsetMs(): number | null {
    return this.offset
  }

  /** Send a request and return the answer's JSON. Raises TryLater, SignInNeeded, Refused. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await this.request(method, path, headers, body === undefined ? undefined : JSON.stringify(body))
    return (response.status === 204 ? undefined : await this.read(response)) as T
  }

  /** Send raw bytes and return the answer's JSON. */
  async bytes<T>(method: string, path: string, bytes: ArrayBuffer, headers: Record<string, string>): Promise<T> {
    const response = await this.request(method, path, headers, bytes, UPLOAD_TIMEOUT_MS + bytes.byteLength / SLOWEST_BYTES_PER_MS)
    return (await this.read(response)) as T
  }

  /** Fetch a file's bytes. */
  async file(path: string): Promise<{ bytes: ArrayBuffer; media_type: string }> {
    const response = await this.request('GET', path, {})
    return { bytes: await response.arrayBuffer(), media_type: response.headers.get('Content-Type') ?? 'image/jpeg' }
  }

  private async read(response: Response): Promise<unknown> {
    try {
      return await response.json()
    } catch {
      throw new TryLater('answer_broken_off')
    }
  }

  private async request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string | ArrayBuffer,
    timeoutMs = TIMEOUT_MS,
  ): Promise<Response> {
    const write: Record<string, string> = method === 'GET' ? {} : { 'Idempotency-Key': newId() }
    const auth: Record<string, string> = this.options.token ? { Authorization: `Bearer ${this.options.token}` } : {}
    const started = this.nowMs()
    let response: Response
    try {
      response = await this.send(`${this.base}${path}`, {
        method,
        headers: { ...headers, ...write, ...auth },
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      })
    } catch {
      throw new TryLater('no_network')
    }
    const date = response.headers.get('Date')
    if (date) this.offset = clockOffsetMs(date, started, this.nowMs())
    if (response.ok) return response
    throw await this.failure(response)
  }

  private async failure(response: Response): Promise<Error> {
    const { status } = response
    if (status === 429 || status >= 500) {
      const after = Number(response.headers.get('Retry-After'))
      return new TryLater(`http_${status}`, after > 0 ? Math.min(after, 600) * 1000 : null)
    }
    const problem = await problemOf(response)
    if (status === 401) return this.options.token ? new SignInNeeded() : new Refused(status, problem)
    if (problem.code === 'password_change_required') return new SignInNeeded(true)
    if (status === 408 || status === 499) return new TryLater(`http_${status}`)
    return new Refused(status, problem)
  }
}
