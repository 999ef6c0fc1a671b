/** The district's calendar on any phone: dates and times in Asia/Shanghai, whatever zone the phone believes in. */

const ZONE = 'Asia/Shanghai'
/** The zone has kept UTC+8 without summer time since 1992. */
const OFFSET_MS = 8 * 3_600_000
const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function parts(at: Date): Record<string, string> {
  return Object.fromEntries(PARTS.formatToParts(at).map((part) => [part.type, part.value]))
}

/** Return the district's date as YYYY-MM-DD. */
export function districtDate(at: Date): string {
  const { year, month, day } = parts(at)
  return `${year}-${month}-${day}`
}

/** Return the district's date and time as YYYY-MM-DD HH:MM. */
export function districtTime(at: Date | string): string {
  const { year, month, day, hour, minute } = parts(typeof at === 'string' ? new Date(at) : at)
  return `${year}-${month}-${day} ${hour}:${minute}`
}

/** Return the district's date and time as a field of type datetime-local takes it, with seconds. */
export function districtInput(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19)
}

/** Return the moment that such a field names, null when it is empty or no time. */
export function fromDistrictInput(text: string): Date | null {
  const ms = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`)
  return Number.isNaN(ms) ? null : new Date(ms - OFFSET_MS)
}

/** Return the moment by the server's clock, given how far it is ahead of the phone's (ms). */
export function corrected(deviceNow: Date, clockOffsetMs: number | null): Date {
  return new Date(deviceNow.getTime() + (clockOffsetMs ?? 0))
}

/** Return a date `days` later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
