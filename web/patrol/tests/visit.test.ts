/** A visit on the phone: outcome, checklist, what is missing, and what is sent. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PackHazard, PackItem, PackOutcome, PackPlace, PackTask } from '../src/data/pack-types'
import type { Operation, Photo } from '../src/data/schema'
import { newId } from '../src/data/ids'
import { noticeOf, noticeText } from '../src/domain/notice'
import { noticeAddress, noticeCode, spacedCode } from '../src/domain/notice-code'
import { plateCode } from '../src/domain/plate'
import { searchPlaces } from '../src/domain/place-search'
import { checklistsOf, groupsOf } from '../src/domain/rules'
import { todayList } from '../src/domain/today'
import { answerItem, countItem, markAllFine, missingOf, startVisit } from '../src/domain/visit-draft'
import { visitPayload } from '../src/domain/visit-payload'
import { rulesFrom } from '../src/sync/rules-wire'

// The same examples the server is held to (tests/hazards/test_notice_codes.py).
const vectors = JSON.parse(readFileSync(new URL('../../../tests/files/notice_codes.json', import.meta.url), 'utf8')) as { id: string; code: string }[]

const rules = rulesFrom({
  version: 'nm-2026.1',
  grades: [{ code: 'A', zh: '立即改正', limit_working_days: 0 }, { code: 'C', zh: '一般', limit_working_days: 7 }],
  outcomes: [
    { code: 'inspected', zh: '已检查', inspected: true },
    { code: 'locked', zh: '锁门', inspected: false, needs_photo: true },
  ],
  activities: [{ code: 'catering', zh: '餐饮' }],
  checklists: [{ code: 'COM', zh: '通用' }, { code: 'NS', zh: '九小场所' }],
  items: [
    { code: 'COM-01', title: '疏散通道畅通', grade: 'A', fix: 'on_site', basis: [{ text: '消防法第二十八条', verified: true }] },
    { code: 'COM-08', title: '应急照明能亮', grade: 'C', fix: 'limited', basis: [{ text: '规程' }], counted: '盏' },
    { code: 'NS-01', title: '经营区未住人', grade: 'A', fix: 'limited', basis: [{ text: '规程' }] },
  ],
  classes: [{ code: 'small', zh: '九小场所', checklists: ['COM', 'NS'] }],
})
const items = groupsOf(rules, ['COM', 'NS']).flatMap((group) => group.items)
const item = (code: string): PackItem => items.find((row) => row.code === code)!
const outcome = (code: string): PackOutcome => rules.outcomes.find((row) => row.code === code)!
const begin = () =>
  startVisit({ place_id: 'p1', place_name: '好再来饭店', rulepack_version: rules.version, checklist_codes: ['COM', 'NS'], now: new Date('2026-11-23T02:00:00Z') })
const shot = (id: string, role: Photo['role'] = 'before') => ({ id, role, sha256: id.padEnd(64, '0'), captured_at: '2026-11-23T02:01:00Z' }) as unknown as Photo

describe('a door where nothing is wrong', () => {
  it('is ready to save after the outcome and one touch', () => {
    const draft = begin()
    expect(missingOf(draft, undefined, items)[0]?.code).toBe('outcome')
    draft.outcome = 'inspected'
    expect(missingOf(draft, outcome('inspected'), items)).toEqual([{ code: 'unanswered', item: 'COM-01', count: 3 }])
    markAllFine(draft, items)
    expect(missingOf(draft, outcome('inspected'), items)).toEqual([])
    const { visit, hazards } = visitPayload(draft, outcome('inspected'), items, new Map(), new Date('2026-11-23T02:05:00Z')) as never as {
      visit: { answers: { item: string; result: string }[]; checklist_codes: string[]; ended_at: string }
      hazards: unknown[]
    }
    expect(visit.answers.map((answer) => answer.result)).toEqual(['ok', 'ok', 'ok'])
    expect(visit.checklist_codes).toEqual(['COM', 'NS'])
    expect(visit.ended_at).toBe('2026-11-23T02:05:00.000Z')
    expect(hazards).toEqual([])
  })
})

describe('a failed item', () => {
  it('asks for a photo, and for a second one when it is put right at once', () => {
    const draft = begin()
    draft.outcome = 'inspected'
    answerItem(draft, item('COM-01'), 'bad', undefined)
    markAllFine(draft, items)
    expect(draft.answers['COM-01']?.result).toBe('bad')
    expect(missingOf(draft, outcome('inspected'), items).map((row) => row.code)).toEqual(['photo'])
    const note = draft.hazards['COM-01']!
    note.photo_ids = ['a']
    note.fixed_on_site = true
    expect(missingOf(draft, outcome('inspected'), items).map((row) => row.code)).toEqual(['after_photo'])
    note.after_photo_ids = ['b']
    expect(missingOf(draft, outcome('inspected'), items)).toEqual([])
    const payload = visitPayload(draft, outcome('inspected'), items, new Map([['a', shot('a')], ['b', shot('b', 'after')]]), new Date()) as never as {
      hazards: { id: string; item_code: string; fixed_on_site: boolean; photos: { role: string }[] }[]
    }
    expect(payload.hazards).toHaveLength(1)
    expect(payload.hazards[0]).toMatchObject({ id: note.id, item_code: 'COM-01', fixed_on_site: true })
    expect(payload.hazards[0]!.photos.map((row) => row.role)).toEqual(['before', 'after'])
  })

  it('may go without a photo when the reason is written down', () => {
    const draft = begin()
    answerItem(draft, item('NS-01'), 'bad', undefined)
    markAllFine(draft, items)
    draft.hazards['NS-01']!.no_photo_why = '对方不让拍'
    expect(missingOf(draft, outcome('inspected'), items)).toEqual([])
  })

  it('counts: twelve lamps, two of them dead', () => {
    const draft = begin()
    countItem(draft, item('COM-08'), 12, 2, undefined)
    expect(draft.answers['COM-08']).toMatchObject({ result: 'bad', checked: 12, bad: 2 })
    draft.hazards['COM-08']!.photo_ids = ['a']
    markAllFine(draft, items)
    expect(missingOf(draft, outcome('inspected'), items)).toEqual([])
    countItem(draft, item('COM-08'), 12, 13, undefined)
    expect(missingOf(draft, outcome('inspected'), items)[0]?.code).toBe('counts')
  })

  it('opens no second case where a hazard already stands', () => {
    const draft = begin()
    answerItem(draft, item('COM-01'), 'bad', { number: 'YH-150402-2026-00001' } as PackHazard)
    expect(draft.hazards['COM-01']).toBeUndefined()
    expect(draft.answers['COM-01']?.result).toBe('bad')
  })

  it('is forgotten when the answer is taken back', () => {
    const draft = begin()
    answerItem(draft, item('COM-01'), 'bad', undefined)
    answerItem(draft, item('COM-01'), 'ok', undefined)
    expect(draft.hazards).toEqual({})
  })
})

describe('a locked door', () => {
  it('needs a photo and carries no answers', () => {
    const draft = begin()
    draft.outcome = 'locked'
    markAllFine(draft, items)
    expect(missingOf(draft, outcome('locked'), items).map((row) => row.code)).toEqual(['outcome_photo'])
    draft.photo_ids = ['a']
    const { visit, photos } = visitPayload(draft, outcome('locked'), items, new Map([['a', shot('a', 'scene')]]), new Date()) as never as {
      visit: { answers: unknown[]; checklist_codes: string[] }
      photos: unknown[]
    }
    expect(visit.answers).toEqual([])
    expect(visit.checklist_codes).toEqual([])
    expect(photos).toHaveLength(1)
  })
})

describe('the rule pack', () => {
  it('gives a place the checklists of its class, and the common one otherwise', () => {
    expect(checklistsOf(rules, { class_code: 'small' })).toEqual(['COM', 'NS'])
    expect(checklistsOf(rules, { class_code: '' })).toEqual(['COM'])
  })

  it('keeps unverified clauses marked', () => {
    expect(item('COM-01').basis).toEqual([{ words: '消防法第二十八条', verified: true }])
    expect(item('COM-08').basis[0]?.verified).toBe(false)
    expect(item('COM-08').limit_working_days).toBe(7)
  })
})

describe('the notice', () => {
  const words = { onSite: '已当场改正', limit: () => '立即整改', counted: () => '', advised: (limit: string) => `建议${limit}`, ordered: (limit: string) => `责令${limit}` }

  it('orders only when asked and only what its person may', () => {
    const draft = begin()
    for (const code of ['COM-01', 'COM-08']) answerItem(draft, item(code), 'bad', undefined)
    const limits = (orders: string[]) => noticeOf(draft, [item('COM-01'), item('COM-08')], [], '张三', words, orders).lines.map((line) => line.limit)
    expect(limits(['order_at_once', 'order_by_date'])).toEqual(['建议立即整改', '建议立即整改'])
    draft.orders = true
    expect(limits([])).toEqual(['建议立即整改', '建议立即整改'])
    expect(limits(['order_by_date'])).toEqual([item('COM-01').limit_working_days === 0 ? '建议立即整改' : '责令立即整改', '责令立即整改'])
  })

  it('fits a QR code however much was found', () => {
    const draft = begin()
    const many: PackItem[] = Array.from({ length: 80 }, (_, index) => ({ ...item('COM-01'), code: `COM-${index}`, title: `第 ${index} 项疏散通道不畅` }))
    for (const one of many) answerItem(draft, one, 'bad', undefined)
    const notice = noticeOf(draft, many, [], '张三', words)
    expect(notice.lines).toHaveLength(80)
    const text = noticeText(notice, { heading: '消防安全隐患告知', lead: '以下检查项不合格：', more: (left) => `……共 ${left} 项未列出` })
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1200)
    expect(text).toContain('未列出')
    expect(text).toContain(spacedCode(notice.short_code))
  })
})

describe('the short code of a notice', () => {
  it.each(vectors)('is the one the server makes: $code', ({ id, code }) => {
    expect(noticeCode(id)).toBe(code)
  })

  it('has no letter that reads like a digit, and differs from visit to visit', () => {
    const made = Array.from({ length: 5000 }, () => noticeCode(newId()))
    expect(new Set(made).size).toBe(5000)
    for (const code of made) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
  })

  it('is read in fours and leads to the page', () => {
    expect(spacedCode('FAEBXG730MK5')).toBe('FAEB-XG73-0MK5')
    expect(noticeAddress('https://host', 'FAEBXG730MK5')).toBe('https://host/n/FAEBXG730MK5')
  })
})

describe("today's list", () => {
  const task = (id: string, due: string, more: Partial<PackTask> = {}): PackTask =>
    ({ id, place_id: id, due_on: due, kind: 'routine', hazard_id: null, deferred_to: null, lon: null, lat: null, ...more }) as PackTask
  const done = (kind: Operation['kind'], place: string, more: Partial<Operation> = {}) =>
    ({ kind, place_id: place, state: 'waiting', result: null, payload: {}, ...more }) as Operation
  const places = new Map<string, PackPlace>()

  it('walks overdue and today first, nearest next', () => {
    const tasks = [
      task('later', '2026-11-25', { lon: 118.9, lat: 42.2 }),
      task('far', '2026-11-23', { lon: 118.99, lat: 42.2 }),
      task('first', '2026-11-20', { lon: 118.9, lat: 42.2 }),
      task('near', '2026-11-23', { lon: 118.901, lat: 42.2 }),
    ]
    const list = todayList(tasks, places, [], '', '2026-11-23')
    expect(list.due.map((row) => row.task.id)).toEqual(['first', 'near', 'far', 'later'])
    expect(list.due[0]).toMatchObject({ urgency: 'overdue', days_over: 3 })
  })

  it('moves a visited door to done at once, and back when the server refused the visit', () => {
    const tasks = [task('a', '2026-11-23'), task('b', '2026-11-23')]
    expect(todayList(tasks, places, [done('visit.submit', 'a')], '', '2026-11-23').done.map((row) => row.task.id)).toEqual(['a'])
    expect(todayList(tasks, places, [done('visit.submit', 'a', { state: 'rejected' })], '', '2026-11-23').done).toEqual([])
  })

  it('trusts the pack again once it is newer than the answer', () => {
    const old = done('visit.submit', 'a', { state: 'accepted', result: { number: '', waits: false, at: '2026-11-20T00:00:00Z' } })
    expect(todayList([task('a', '2026-11-23')], places, [old], '2026-11-23T00:00:00Z', '2026-11-23').due).toHaveLength(1)
  })

  it('hides a door put off to a later day and a review done here', () => {
    const tasks = [task('a', '2026-11-23'), task('r', '2026-11-23', { kind: 'review', hazard_id: 'h1' })]
    const operations = [
      done('task.defer', 'a', { payload: { task_id: 'a', deferred_to: '2026-11-26' } }),
      done('hazard.review', 'x', { payload: { hazard_id: 'h1' } }),
    ]
    const list = todayList(tasks, places, operations, '', '2026-11-23')
    expect(list.due).toEqual([])
    expect(list.deferred.map((row) => row.task.deferred_to)).toEqual(['2026-11-26'])
    expect(list.done.map((row) => row.task.id)).toEqual(['r'])
  })
})

describe('finding a place', () => {
  const place = (name: string, search: string, plate = '') => ({ id: name, name, number: 'CS-150402-00001', search_text: search, plate_code: plate }) as PackPlace
  const all = [place('好再来饭店', '好再来饭店|站前路1号|hzlfd|zql1h', 'AB12CD34EF'), place('站前宾馆', '站前宾馆|站前路3号|zqbg|zql3h')]

  it('by a fragment of name or address, or by pinyin initials, best first', () => {
    expect(searchPlaces(all, '再来').map((row) => row.name)).toEqual(['好再来饭店'])
    expect(searchPlaces(all, 'HZL').map((row) => row.name)).toEqual(['好再来饭店'])
    expect(searchPlaces(all, '站前').map((row) => row.name)).toEqual(['站前宾馆', '好再来饭店'])
    expect(searchPlaces(all, '站前路 宾馆').map((row) => row.name)).toEqual(['站前宾馆'])
    expect(searchPlaces(all, '没有')).toEqual([])
  })

  it('reads the plate from its address or typed by hand', () => {
    expect(plateCode('https://fs.example.cn/q/AB12CD34EF?from=scan')).toBe('AB12CD34EF')
    expect(plateCode(' ab12-cd34 ef ')).toBe('ab12cd34ef')
    expect(plateCode('https://example.com/other')).toBe('')
  })
})

describe('a checklist shared by many kinds of places', () => {
  it('leaves out what is asked only elsewhere', () => {
    const shared = rulesFrom({
      version: 'nm-2026.1',
      grades: [],
      outcomes: [],
      activities: [],
      checklists: [{ code: 'NS', zh: '九小场所' }],
      items: [
        { code: 'NS-01', title: '店里不住人', grade: 'A', fix: 'limited', basis: [] },
        { code: 'NS-15', title: '桑拿炉定时断电', grade: 'C', fix: 'limited', basis: [], applies_to: ['small_leisure'] },
      ],
      classes: [],
    })
    const asked = (classCode?: string) => groupsOf(shared, ['NS'], classCode).flatMap((group) => group.items.map((row) => row.code))
    expect(asked('small_catering')).toEqual(['NS-01'])
    expect(asked('small_leisure')).toEqual(['NS-01', 'NS-15'])
    expect(asked()).toEqual(['NS-01', 'NS-15'])
  })
})
