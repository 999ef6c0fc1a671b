/** Bytes and text, both ways, as the rescue file and the wrapped keys write them. */

/** Return bytes as base64. */
export function toBase64(bytes: Uint8Array | ArrayBuffer): string {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)
  let text = ''
  for (let start = 0; start < view.length; start += 8192) text += String.fromCharCode(...view.subarray(start, start + 8192))
  return btoa(text)
}

/** Return the bytes of a base64 text. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** Return a text as UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
