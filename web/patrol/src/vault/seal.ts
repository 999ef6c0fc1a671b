/** Sealing what lies on the phone: AES-256-GCM by WebCrypto, each piece bound to what it is. */

import { utf8 } from './bytes'

/** A sealed piece as it lies in the database. Without `iv` it lies in clear: the browser had no WebCrypto (no HTTPS). */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer> | null
  data: ArrayBuffer
}

/** Seals and opens with one person's data key. `label` says what a piece is; a piece moved elsewhere does not open. */
export interface Sealer {
  seal(label: string, bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<Sealed>
  open(label: string, piece: Sealed): Promise<ArrayBuffer>
}

const IV_BYTES = 12

/** Return a sealer with an AES-GCM key. */
export function sealerOf(key: CryptoKey): Sealer {
  return {
    async seal(label, bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(label) }, key, bytes)
      return { iv, data }
    },
    async open(label, piece) {
      if (!piece.iv) return piece.data
      return crypto.subtle.decrypt({ name: 'AES-GCM', iv: piece.iv, additionalData: utf8(label) }, key, piece.data)
    },
  }
}

/** The sealer of a browser without WebCrypto: nothing is hidden, and the app says so. */
export const openSealer: Sealer = {
  seal: (_label, bytes) => Promise.resolve({ iv: null, data: bytes instanceof Uint8Array ? bytes.slice().buffer : bytes }),
  open: (_label, piece) => (piece.iv ? Promise.reject(new Error('sealed_elsewhere')) : Promise.resolve(piece.data)),
}

/** Seal a plain value as JSON. */
export function sealJson(sealer: Sealer, label: string, value: unknown): Promise<Sealed> {
  return sealer.seal(label, utf8(JSON.stringify(value)))
}

/** Open a value sealed as JSON. */
export async function openJson<T>(sealer: Sealer, label: string, piece: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await sealer.open(label, piece))) as T
}
