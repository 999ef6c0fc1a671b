/** Dates, times and numbers as the district reads them: Asia/Shanghai, 24 hours, grouped digits. */

export const ZONE = 'Asia/Shanghai'

const parts = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, ...options })
const DAY = parts({ year: 'numeric', month: '2-digit', day: '2-digit' })
const TIME = parts({ hour: '2-digit', minute: '2-digit', hour12: false })
const WEEKDAY = parts({ weekday: 'short' })
const NUMBER = new Intl.NumberFormat('zh-CN')

const dashed = (text: string) => text.replaceAll('/', '-')

/** Returns the district's date today, such as 2026-03-05. */
export function today(now = new Date()): string {
  return dashed(DAY.format(now))
}

/** Returns the district date `days` away from another one. */
export function addDays(day: string, days: number): string {
  const moved = new Date(`${day}T12:00:00+08:00`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return today(moved)
}

/** Returns a date for reading; a plain district date is never shifted by a zone. */
export function date(value: string | null | undefined): string {
  if (!value) return '—'
  return value.length === 10 ? value : dashed(DAY.format(new Date(value)))
}

/** Returns a date with its weekday, such as 2026-03-05 周四. */
export function dateWithWeekday(value: string | null | undefined): string {
  if (!value) return '—'
  return `${date(value)} ${WEEKDAY.format(new Date(`${date(value)}T12:00:00+08:00`))}`
}

/** Returns date and time of an instant in the district's zone. */
export function dateTime(value: string | null | undefined): string {
  if (!value) return '—'
  const instant = new Date(value)
  return `${dashed(DAY.format(instant))} ${TIME.format(instant)}`
}

/** Returns the time of day of an instant in the district's zone. */
export function time(value: string | null | undefined): string {
  return value ? TIME.format(new Date(value)) : '—'
}

export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : NUMBER.format(value)
}

/** Returns how long ago an instant was, in words. */
export function ago(value: string | null | undefined, now = Date.now()): string {
  if (!value) return '—'
  const minutes = Math.floor((now - new Date(value).getTime()) / 60_000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟前`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时前`
  return dateTime(value)
}
