/** From the camera's file to the photo we keep: at most 1600 px, time and place written on it, no EXIF. */

export const LONGEST_SIDE_PX = 1600
const QUALITY = 0.82

/** The browser cannot read the file as a picture, or cannot draw it. */
export class PictureUnreadable extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'PictureUnreadable'
  }
}

/** Return width and height scaled so that the longer side is at most `longest` px; never enlarged. */
export function fitted(width: number, height: number, longest = LONGEST_SIDE_PX): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Return the lines written on a photo: time, place, position, person; empty ones are left out. */
export function stampLines(given: {
  time: string
  place: string
  position: { lon: number; lat: number; accuracy_m: number } | null
  person: string
  noPosition: string
}): string[] {
  const at = given.position
  const where = at ? `${at.lat.toFixed(5)}, ${at.lon.toFixed(5)} ±${Math.round(at.accuracy_m)} m` : given.noPosition
  return [`${given.time}  ${given.person}`.trim(), given.place, where].filter((line) => line !== '')
}

async function decode(file: Blob): Promise<{ source: CanvasImageSource; width: number; height: number; free: () => void }> {
  if ('createImageBitmap' in globalThis) {
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
      return { source: bitmap, width: bitmap.width, height: bitmap.height, free: () => bitmap.close() }
    } catch {
      // Some older browsers refuse the orientation option or the format here and still show it in an <img>.
    }
  }
  const url = URL.createObjectURL(file)
  const image = new Image()
  image.src = url
  try {
    await image.decode()
  } catch {
    URL.revokeObjectURL(url)
    throw new PictureUnreadable('not_decoded')
  }
  return { source: image, width: image.naturalWidth, height: image.naturalHeight, free: () => URL.revokeObjectURL(url) }
}

function writeStamp(context: CanvasRenderingContext2D, lines: string[], width: number, height: number): void {
  const size = Math.max(16, Math.round(Math.max(width, height) / 50))
  const step = Math.round(size * 1.4)
  const box = step * lines.length + size
  context.fillStyle = 'rgba(0, 0, 0, 0.55)'
  context.fillRect(0, height - box, width, box)
  context.font = `${size}px "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`
  context.fillStyle = '#fff'
  context.textBaseline = 'alphabetic'
  for (const [index, line] of lines.entries()) {
    context.fillText(line, size, height - box + size / 2 + step * (index + 0.8), width - 2 * size)
  }
}

/** Return a camera file as the JPEG to keep. Raises PictureUnreadable. */
export async function develop(file: Blob, lines: string[]): Promise<ArrayBuffer> {
  const { source, width: fullWidth, height: fullHeight, free } = await decode(file)
  try {
    const { width, height } = fitted(fullWidth, fullHeight)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    if (!context) throw new PictureUnreadable('canvas_unavailable')
    context.drawImage(source, 0, 0, width, height)
    if (lines.length) writeStamp(context, lines, width, height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!blob) throw new PictureUnreadable('not_encoded')
    return await blob.arrayBuffer()
  } finally {
    free()
  }
}

/** Tell whether a file was most likely not taken just now: it carries a time more than 10 minutes back. */
export function seemsOld(file: File, nowMs: number): boolean {
  return nowMs - file.lastModified > 10 * 60_000
}
