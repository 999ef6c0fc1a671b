/** The keys of one person on this phone: a data key, kept only wrapped by the PIN and, for the office, by the rescue key. */

import { fromBase64, toBase64, utf8 } from './bytes'

const PIN_ROUNDS = 310_000
const INFO = 'fengsui rescue v1'

/** The installation's public key, as the work pack brings it. */
export interface RescueKey {
  id: string
  spki: string
}

/** The data key wrapped for the installation: only the signed-in owner, or an import at the desk, opens it. */
export interface Escrow {
  key_id: string
  epk: string
  iv: string
  ct: string
}

/** What lies on the phone of a person's keys. `deviceKey` cannot be read out of the browser, so a copied PIN hash is of no use. */
export interface KeyRecord {
  account_id: string
  salt: Uint8Array<ArrayBuffer>
  rounds: number
  deviceKey: CryptoKey
  outerIv: Uint8Array<ArrayBuffer>
  innerIv: Uint8Array<ArrayBuffer>
  wrapped: ArrayBuffer
  escrow: Escrow | null
  /** Wrong PINs in a row, and until when (device clock, ms) the next is not taken. */
  wrong: number
  blocked_until: number
}

/** The PIN did not open the key. */
export class WrongPin extends Error {
  constructor() {
    super('wrong_pin')
    this.name = 'WrongPin'
  }
}

/** Tell whether this browser can seal at all (HTTPS or localhost). */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))

/** Return why a PIN is not taken, '' when it is: six digits, no run and no repetition. */
export function pinProblem(pin: string): '' | 'six_digits' | 'too_easy' {
  if (!/^\d{6}$/.test(pin)) return 'six_digits'
  const steps = Array.from(pin).slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10)
  const same = new Set(steps)
  if (same.size === 1 && [0, 1, 9].includes([...same][0]!)) return 'too_easy'
  if (/^(\d\d)\1\1$|^(\d\d\d)\2$/.test(pin) || new Set(pin).size < 3) return 'too_easy'
  return ''
}

/** Return how long (ms) after so many wrong PINs in a row the next one is taken. */
export function waitAfter(wrong: number): number {
  const seconds = [0, 0, 0, 5, 30, 60, 300, 900]
  return 1000 * (seconds[wrong] ?? 3600)
}

async function pinKey(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function wrap(raw: Uint8Array<ArrayBuffer>, pin: string, accountId: string, rounds: number): Promise<KeyRecord> {
  const [salt, outerIv, innerIv] = [random(16), random(12), random(12)]
  const deviceKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const inner = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: innerIv }, await pinKey(pin, salt, rounds), raw)
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: outerIv }, deviceKey, inner)
  return { account_id: accountId, salt, rounds, deviceKey, outerIv, innerIv, wrapped, escrow: null, wrong: 0, blocked_until: 0 }
}

/** Return a new data key (32 random bytes). */
export function newDataKey(): Uint8Array<ArrayBuffer> {
  return random(32)
}

/** Keep a data key under a PIN; the escrow of a former record of the same key goes on. */
export async function keep(
  raw: Uint8Array<ArrayBuffer>,
  pin: string,
  accountId: string,
  { former = null, rounds = PIN_ROUNDS }: { former?: KeyRecord | null; rounds?: number } = {},
): Promise<KeyRecord> {
  const record = await wrap(raw, pin, accountId, rounds)
  return { ...record, escrow: former?.escrow ?? null }
}

/** Return the data key a PIN opens. Raises WrongPin. */
export async function unlock(record: KeyRecord, pin: string): Promise<Uint8Array<ArrayBuffer>> {
  const inner = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.outerIv }, record.deviceKey, record.wrapped)
  try {
    const key = await pinKey(pin, record.salt, record.rounds)
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.innerIv }, key, inner))
  } catch (error) {
    if ((error as Error).name === 'OperationError') throw new WrongPin()
    throw error
  }
}

/** Return the WebCrypto key of a data key. */
export function dataKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function sharedKey(secret: CryptoKey, other: CryptoKey): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, secret, 256)
  const base = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(INFO) }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Wrap a data key for the installation, bound to the account. */
export async function escrowFor(raw: Uint8Array<ArrayBuffer>, accountId: string, rescue: RescueKey): Promise<Escrow> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const installation = await crypto.subtle.importKey('spki', fromBase64(rescue.spki), curve, false, [])
  const mine = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const iv = random(12)
  const how = { name: 'AES-GCM', iv, additionalData: utf8(accountId.toLowerCase()) }
  const ct = await crypto.subtle.encrypt(how, await sharedKey(mine.privateKey, installation), raw)
  const epk = await crypto.subtle.exportKey('raw', mine.publicKey)
  return { key_id: rescue.id, epk: toBase64(epk), iv: toBase64(iv), ct: toBase64(ct) }
}
