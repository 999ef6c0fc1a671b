/** The typed client: CSRF and Idempotency-Key on every write, problem+json as ApiError, one place that hears of a lost session. */
import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, asApiError, errorOf } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export { ApiError, asApiError }

type Listener = (error: ApiError) => void
const refused = new Set<Listener>()

// Answers to signing in itself: nobody has lost a session.
const SIGNING_IN = new Set(['sign_in_wrong', 'second_factor_needed', 'second_factor_wrong'])
const INSISTS = new Set(['password_change_required', 'second_factor_required'])

/** Calls the listener whenever the server no longer knows who is asking, or insists on a new password or a second step. */
export function onRefused(listener: Listener): () => void {
  refused.add(listener)
  return () => refused.delete(listener)
}

function tellRefused(error: ApiError): void {
  if ((error.status === 401 && !SIGNING_IN.has(error.code)) || INSISTS.has(error.code)) {
    for (const listener of refused) listener(error)
  }
}

export function cookie(name: string): string {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : ''
}

/** A UUID for one action of a person. Works on plain http too, where crypto.randomUUID is missing. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Headers that make a write safe to send again. */
export const idem = (key: string): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': key })

export function writeHeaders(key = newKey()): Record<string, string> {
  return { 'X-CSRFToken': cookie('csrftoken'), ...idem(key) }
}

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method === 'GET' || request.method === 'HEAD') return request
    request.headers.set('X-CSRFToken', cookie('csrftoken'))
    if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey())
    return request
  },
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: true } },
})
api.use(guard)

interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** Returns the data of a call; throws ApiError with readable words otherwise. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>
  try {
    answer = await call
  } catch (thrown) {
    throw asApiError(thrown)
  }
  if (!answer.response.ok) {
    const error = errorOf(answer.error, answer.response.status)
    tellRefused(error)
    throw error
  }
  return answer.data as Data
}

async function failed(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const error = errorOf(body, response.status)
  tellRefused(error)
  return error
}

/** Sends a form with files or a raw body; same guards as the typed client. */
export async function sendRaw(
  path: string,
  options: { method: 'POST' | 'PUT'; body: BodyInit; key?: string; headers?: Record<string, string> },
): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, {
      method: options.method,
      credentials: 'same-origin',
      body: options.body,
      headers: { ...writeHeaders(options.key), ...options.headers },
    })
  } catch (thrown) {
    throw asApiError(thrown)
  }
  if (!response.ok) throw await failed(response)
  return response.status === 204 ? null : response.json()
}

function fileNameOf(response: Response, fallback: string): string {
  const header = response.headers.get('Content-Disposition') ?? ''
  const extended = /filename\*=(?:UTF-8|utf-8)''([^;]+)/.exec(header)
  if (extended?.[1]) return decodeURIComponent(extended[1])
  return /filename="?([^";]+)"?/.exec(header)?.[1] ?? fallback
}

/** Fetches a file and hands it to the browser under the server's name; a refusal is thrown with its words. */
export async function downloadFile(
  path: string,
  query: Record<string, unknown> = {},
  options: { fallbackName?: string; post?: unknown; key?: string } = {},
): Promise<void> {
  const url = `${path}${queryText(query)}`
  let response: Response
  try {
    response = await fetch(url, {
      credentials: 'same-origin',
      ...(options.post === undefined
        ? {}
        : {
            method: 'POST',
            body: JSON.stringify(options.post),
            headers: { ...writeHeaders(options.key), 'Content-Type': 'application/json' },
          }),
    })
  } catch (thrown) {
    throw asApiError(thrown)
  }
  if (!response.ok) throw await failed(response)
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileNameOf(response, options.fallbackName ?? 'fengsui')
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Returns '?a=1&b=2&b=3' with empty values left out. */
export function queryText(query: Record<string, unknown>): string {
  const made = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const one of values) {
      if (one !== undefined && one !== null && one !== '') made.append(key, String(one))
    }
  }
  const text = made.toString()
  return text ? `?${text}` : ''
}
