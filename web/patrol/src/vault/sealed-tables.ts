/** Sealing under the database: rows lie sealed but for what the queue and the indexes need, and are read as they were written. */

import Dexie, { type DBCore, type DBCoreMutateRequest, type DBCoreTable, type Middleware, type PromiseExtended } from 'dexie'
import { fromBase64, toBase64 } from './bytes'
import { openJson, sealJson, type Sealed, type Sealer } from './seal'

/** How a table's rows lie: `clear` fields as they are, `raw` bytes sealed alone, `own` values sealed alone, the rest together. */
interface Layout {
  clear: string[]
  /** A field of bytes, sealed under `label`. */
  raw?: { field: string; label: string }
  /** A field whose JSON is sealed by itself under `label`, so that the rescue file can carry it alone. */
  own?: { field: string; label: string }
}

type Row = Record<string, unknown>

/** What stays in clear says nothing of places or people: identities, states, times, sizes and hashes. */
export const LAYOUTS: Record<string, Layout> = {
  places: { clear: ['id', 'area_path', 'plate_code'] },
  hazards: { clear: ['id', 'place_id'] },
  tasks: { clear: ['id', 'place_id'] },
  cases: { clear: ['hazard_id'] },
  drafts: { clear: ['id', 'place_id'] },
  buildings: { clear: ['id', 'area_path'] },
  operations: {
    clear: ['id', 'seq', 'kind', 'recorded_at', 'clock_offset_ms', 'state', 'place_id', 'subject_id', 'tries', 'next_try_at'],
    own: { field: 'payload', label: 'operation' },
  },
  photos: {
    clear: ['id', 'sha256', 'size', 'media_type', 'role', 'owner_id', 'captured_at', 'state', 'tries', 'next_try_at', 'receipt'],
  },
  bytes: { clear: ['id'], raw: { field: 'bytes', label: 'file' } },
}

const REST = 'sealed'
const keyOf = (table: string, row: Row): string => String(table === 'cases' ? row['hazard_id'] : row['id'])

/** Return a row as it is written. */
export async function sealRow(sealer: Sealer, table: string, row: Row): Promise<Row> {
  const layout = LAYOUTS[table]
  if (!layout) return row
  const key = keyOf(table, row)
  const made: Row = {}
  const rest: Row = {}
  for (const [name, value] of Object.entries(row)) {
    if (layout.clear.includes(name)) made[name] = value
    else if (name === layout.raw?.field) made[name] = await sealer.seal(`${layout.raw.label}:${key}`, value as ArrayBuffer)
    else if (name === layout.own?.field) made[name] = await sealJson(sealer, `${layout.own.label}:${key}`, value)
    else rest[name] = value
  }
  made[REST] = await sealBuffers(sealer, `${table}:${key}`, rest)
  return made
}

/** Return a row as it was before sealing; one written before there was sealing is returned as it is. */
export async function openRow(sealer: Sealer, table: string, row: Row): Promise<Row> {
  const layout = LAYOUTS[table]
  if (!layout || !isSealed(row)) return row
  const key = keyOf(table, row)
  const made = await openBuffers(sealer, `${table}:${key}`, row[REST] as Sealed)
  for (const name of layout.clear) if (name in row) made[name] = row[name]
  if (layout.raw) made[layout.raw.field] = await sealer.open(`${layout.raw.label}:${key}`, row[layout.raw.field] as Sealed)
  if (layout.own) made[layout.own.field] = await openJson(sealer, `${layout.own.label}:${key}`, row[layout.own.field] as Sealed)
  return made
}

/** Tell whether a row was written by this layer. */
export function isSealed(row: unknown): boolean {
  return typeof row === 'object' && row !== null && REST in row
}

/** JSON with buffers in it (photos of a case): the buffers stand as numbers, their bytes as base64 beside them. */
async function sealBuffers(sealer: Sealer, label: string, value: Row): Promise<Sealed> {
  const buffers: string[] = []
  const text = JSON.stringify(value, (_name, one: unknown) => {
    if (!(one instanceof ArrayBuffer)) return one
    buffers.push(toBase64(one))
    return { $buffer: buffers.length - 1 }
  })
  return sealJson(sealer, label, { text, buffers })
}

async function openBuffers(sealer: Sealer, label: string, piece: Sealed): Promise<Row> {
  const { text, buffers } = await openJson<{ text: string; buffers: string[] }>(sealer, label, piece)
  return JSON.parse(text, (_name, one: unknown) => {
    const at = (one as { $buffer?: number } | null)?.$buffer
    return at === undefined ? one : fromBase64(buffers[at]!).buffer
  }) as Row
}

/** Wait for the ciphers inside a transaction; Dexie keeps it alive meanwhile. Called within its zone only. */
function meanwhile<T>(work: () => Promise<T>): PromiseExtended<T> {
  return Dexie.waitFor(work()) as PromiseExtended<T>
}

/** Return the layer for a database: innermost, so that everything above it (live queries, caches) sees rows in clear. */
export function sealedTables(sealer: () => Sealer): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'sealed-tables',
    level: -10,
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        return name in LAYOUTS ? sealedTable(table, name, sealer) : table
      },
    }),
  }
}

// Chains of Dexie's own promises, not async functions: the next step must run in the zone of its transaction.
function sealedTable(table: DBCoreTable, name: string, sealer: () => Sealer): DBCoreTable {
  const opened = (rows: unknown[]): unknown[] | PromiseExtended<unknown[]> => {
    if (!rows.some(isSealed)) return rows
    return meanwhile(() => Promise.all(rows.map((row) => (isSealed(row) ? openRow(sealer(), name, row as Row) : row))))
  }
  return {
    ...table,
    mutate(request: DBCoreMutateRequest) {
      if (request.type !== 'add' && request.type !== 'put') return table.mutate(request)
      const sealing = () => Promise.all(request.values.map((row) => sealRow(sealer(), name, row as Row)))
      return meanwhile(sealing).then((values) => table.mutate({ ...request, values }))
    },
    get: (request) => table.get(request).then((row: unknown) => (isSealed(row) ? Dexie.Promise.resolve(opened([row])).then((rows) => rows[0]) : row)),
    getMany: (request) => table.getMany(request).then((rows: unknown[]) => opened(rows)) as Promise<unknown[]>,
    query: (request) =>
      table.query(request).then((found) => {
        if (!request.values) return found
        return Dexie.Promise.resolve(opened(found.result)).then((result) => ({ ...found, result }))
      }),
    openCursor(request) {
      // A cursor hands rows on one by one, with no time to open them; such reads are written as whole queries instead.
      if (request.values) throw new Error(`${name}: read sealed rows by a query, not by a cursor`)
      return table.openCursor(request)
    },
  }
}
