/** Sealing what an older version of the app left in clear, in parts, so that it can be broken off and gone on with. */

import type { Table } from 'dexie'
import type { WorkDatabase } from '../data/schema'
import { LAYOUTS } from '../vault/sealed-tables'

const AT_ONCE = 100

/** Write every row once more through the sealing layer; done once a phone. */
export async function sealOldRows(db: WorkDatabase): Promise<void> {
  if (await db.readMeta('sealed', false)) return
  for (const name of Object.keys(LAYOUTS)) {
    const table = db.table(name) as Table<unknown, string | number>
    const keys = await table.toCollection().primaryKeys()
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      await db.transaction('rw', table, async () => {
        const rows = await table.bulkGet(keys.slice(start, start + AT_ONCE))
        await table.bulkPut(rows.filter((row) => row !== undefined))
      })
    }
  }
  const open = await db.meta.filter((row) => row.key.startsWith('notice:')).toArray()
  for (const row of open) await db.writeMeta(row.key, await db.readMeta(row.key, null))
  await db.writeMeta('sealed', true)
}
