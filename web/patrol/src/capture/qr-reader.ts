/** Reading QR codes from the camera: the browser's own detector where it has one, else a small decoder fetched then. */

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
type DetectorMaker = new (options: { formats: string[] }) => Detector

export type ReadFrame = (video: HTMLVideoElement) => Promise<string>

async function nativeReader(): Promise<ReadFrame | null> {
  const Maker = (globalThis as { BarcodeDetector?: DetectorMaker & { getSupportedFormats(): Promise<string[]> } }).BarcodeDetector
  if (!Maker || !(await Maker.getSupportedFormats()).includes('qr_code')) return null
  const detector = new Maker({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? ''
}

async function ownReader(): Promise<ReadFrame> {
  const { default: decode } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return (video) => {
    const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight, 1))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (!context || canvas.width === 0) return Promise.resolve('')
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
    return Promise.resolve(decode(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? '')
  }
}

/** Return a function that reads one frame; '' when the frame shows no code. */
export async function qrReader(): Promise<ReadFrame> {
  return (await nativeReader().catch(() => null)) ?? ownReader()
}
