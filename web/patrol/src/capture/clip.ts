/** A body camera's clip: what kind of film it is by its bytes, how long it lasts, and the time it covers. */

export const CLIP_MOST_BYTES = 100 * 1024 * 1024

/** The file is no film we keep (`kind`), or too large for a phone (`size`). */
export class ClipRefused extends Error {
  constructor(readonly why: 'kind' | 'size') {
    super(why)
    this.name = 'ClipRefused'
  }
}

/** Return the media type of a film by its first 12 bytes, '' for anything else; as the server tells them. */
export function filmKind(head: Uint8Array): string {
  const text = String.fromCharCode(...head.slice(0, 12))
  if (text.slice(4, 8) === 'ftyp') {
    const brand = text.slice(8, 12)
    if (brand === 'qt  ') return 'video/quicktime'
    if (brand === 'M4A ') return 'audio/mp4'
    return brand.startsWith('3g') ? 'video/3gpp' : 'video/mp4'
  }
  return text.startsWith('RIFF') && text.slice(8, 12) === 'AVI ' ? 'video/x-msvideo' : ''
}

/** Return the seconds a film lasts as the browser reads it, null when it cannot. */
export async function seconds(file: Blob): Promise<number | null> {
  const url = URL.createObjectURL(file)
  const film = document.createElement('video')
  film.preload = 'metadata'
  try {
    return await new Promise<number | null>((done) => {
      film.onloadedmetadata = () => done(Number.isFinite(film.duration) && film.duration > 0 ? film.duration : null)
      film.onerror = () => done(null)
      setTimeout(() => done(null), 4000)
      film.src = url
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Return the likely beginning and end: a camera writes the file when it stops. */
export function likelyRange(lastModifiedMs: number, lasts: number | null): { starts: Date; ends: Date } {
  const ends = new Date(Math.floor(lastModifiedMs / 1000) * 1000)
  return { starts: new Date(ends.getTime() - Math.round(lasts ?? 60) * 1000), ends }
}

/** Return a film's media type. Raises ClipRefused. */
export async function checkClip(file: Blob): Promise<string> {
  const kind = filmKind(new Uint8Array(await file.slice(0, 12).arrayBuffer()))
  if (!kind) throw new ClipRefused('kind')
  if (file.size > CLIP_MOST_BYTES) throw new ClipRefused('size')
  return kind
}
