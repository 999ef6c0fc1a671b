/** How far the server's clock is ahead of the phone's, measured from one request and its answer. */

/** Return server minus device in ms, taking the server's word as spoken halfway between sending and receiving. */
export function clockOffsetMs(serverTime: string, sentAtMs: number, receivedAtMs: number): number | null {
  const server = Date.parse(serverTime)
  if (Number.isNaN(server)) return null
  return Math.round(server - (sentAtMs + receivedAtMs) / 2)
}

/** From this difference on the person is told that the phone's clock is wrong. */
export const NOTICEABLE_MS = 5 * 60_000
