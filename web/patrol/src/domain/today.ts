/** Today's list: the pack's tasks in walking order, with what was done on this phone since laid over them. */

import type { PackPlace, PackTask } from '../data/pack-types'
import type { Operation } from '../data/schema'
import { walkingOrder } from './walking-order'

export type Urgency = 'overdue' | 'today' | 'later'

export interface TodayRow {
  task: PackTask
  place: PackPlace | undefined
  urgency: Urgency
  /** Days past the due day; 0 when not overdue. */
  days_over: number
}

export interface TodayList {
  due: TodayRow[]
  /** Put off to a later day, here or at the office. */
  deferred: TodayRow[]
  /** Done on this phone and not yet gone from the pack. */
  done: TodayRow[]
}

const SETTLING = new Set(['visit.submit', 'hazard.review'])

function daysBetween(fromDay: string, toDay: string): number {
  return Math.round((Date.parse(`${toDay}T00:00:00Z`) - Date.parse(`${fromDay}T00:00:00Z`)) / 86_400_000)
}

function settles(operation: Operation, task: PackTask): boolean {
  if (operation.state === 'rejected' || operation.state === 'conflict') return false
  if (operation.kind === 'hazard.review') return task.kind === 'review' && operation.payload.hazard_id === task.hazard_id
  return operation.kind === 'visit.submit' && task.kind !== 'review' && operation.place_id === task.place_id
}

/** Return the three parts of today's list. `today` is the district's date; operations are this person's own. */
export function todayList(
  tasks: PackTask[],
  places: Map<string, PackPlace>,
  operations: Operation[],
  packAt: string,
  today: string,
  from: { lon: number; lat: number } | null = null,
): TodayList {
  const fresh = operations.filter((row) => row.state === 'waiting' || (row.result?.at ?? '') >= packAt)
  const settling = fresh.filter((row) => SETTLING.has(row.kind))
  const deferrals = new Map(
    fresh
      .filter((row) => row.kind === 'task.defer' && row.state !== 'rejected' && row.state !== 'conflict')
      .map((row) => [String(row.payload.task_id), String(row.payload.deferred_to)]),
  )
  const list: TodayList = { due: [], deferred: [], done: [] }
  for (const task of tasks) {
    const row = describe(task, places.get(task.place_id), today)
    const until = deferrals.get(task.id) ?? task.deferred_to ?? ''
    if (settling.some((operation) => settles(operation, task))) list.done.push(row)
    else if (until > today) list.deferred.push({ ...row, task: { ...task, deferred_to: until } })
    else list.due.push(row)
  }
  list.due = walkingOrder(list.due, from)
  return list
}

function describe(task: PackTask, place: PackPlace | undefined, today: string): TodayRow {
  const over = daysBetween(task.due_on, today)
  return {
    task,
    place,
    urgency: over > 0 ? 'overdue' : over === 0 ? 'today' : 'later',
    days_over: Math.max(0, over),
  }
}
