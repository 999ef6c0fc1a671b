/** The rescue file: what is not delivered, as it lies sealed on the phone, for the office to take in. */

import { toBase64, utf8 } from './bytes'
import type { Escrow } from './keys'
import type { Sealed } from './seal'

const MAGIC = 'FSRESCUE1\n'

/** One sealed piece with what the office must know to take it in. */
export interface RescuePart {
  about:
    | { type: 'operation'; id: string; kind: string; recorded_at: string }
    | { type: 'file'; id: string; sha256: string; size: number; media_type: string; captured_at: string }
  sealed: Sealed
}

/** Whose file it is, from which phone, and when it was made (device clock). */
export interface RescueHead {
  account_id: string
  username: string
  device_name: string
  app_version: string
  exported_at: string
  clock_offset_ms: number | null
  escrow: Escrow
}

/** Return the file's pieces for a Blob: ten letters, the header's length (4 bytes, big-endian), the header, the parts. */
export function rescueFile(head: RescueHead, parts: RescuePart[]): Blob {
  const listed = parts.map(({ about, sealed }) => {
    if (!sealed.iv) throw new Error('not_sealed')
    return { ...about, iv: toBase64(sealed.iv), length: sealed.data.byteLength }
  })
  const header = utf8(JSON.stringify({ v: 1, ...head, parts: listed }))
  const length = new DataView(new ArrayBuffer(4))
  length.setUint32(0, header.length)
  return new Blob([utf8(MAGIC), length.buffer, header, ...parts.map((part) => part.sealed.data)], { type: 'application/octet-stream' })
}

/** Return the file's name: whose it is and when it was made, local to the phone. */
export function rescueName(username: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  return `烽燧救援-${username}-${day}-${two(now.getHours())}${two(now.getMinutes())}.fsrescue`
}
