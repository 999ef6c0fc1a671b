import { describe, expect, it } from 'vitest'
import { addDays, ago, date, dateTime, dateWithWeekday, number, today } from '@shared/format'

describe('dates as the district reads them', () => {
  it('is already tomorrow in Chifeng when London still has its evening', () => {
    expect(today(new Date('2026-11-23T16:30:00Z'))).toBe('2026-11-24')
    expect(dateTime('2026-11-23T16:30:00Z')).toBe('2026-11-24 00:30')
  })

  it('never shifts a plain district date', () => {
    expect(date('2026-03-05')).toBe('2026-03-05')
    expect(dateWithWeekday('2026-03-05')).toBe('2026-03-05 周四')
  })

  it('counts days across months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })

  it('shows a dash for what is not known', () => {
    expect(date(null)).toBe('—')
    expect(number(undefined)).toBe('—')
  })

  it('tells how long ago in words', () => {
    const now = Date.parse('2026-03-05T10:00:00Z')
    expect(ago('2026-03-05T09:59:40Z', now)).toBe('刚刚')
    expect(ago('2026-03-05T09:30:00Z', now)).toBe('30 分钟前')
    expect(ago('2026-03-05T05:00:00Z', now)).toBe('5 小时前')
  })
})
