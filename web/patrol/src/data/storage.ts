/** Room on the phone: saying in words that it is full, and asking the browser not to throw our data away. */

/** The phone has no room left; what was already kept is untouched. */
export class StorageFull extends Error {
  constructor() {
    super('storage_full')
    this.name = 'StorageFull'
  }
}

function isQuota(error: unknown): boolean {
  let current = error as { name?: string; inner?: unknown } | undefined
  while (current) {
    if (current.name === 'QuotaExceededError' || current.name === 'StorageFull') return true
    current = current.inner as typeof current
  }
  return false
}

/** Run a write; a full phone becomes StorageFull, any other error passes unchanged. */
export async function storing<T>(write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isQuota(error)) throw new StorageFull()
    throw error
  }
}

/** What the browser says about room: bytes used and allowed, and whether the data is safe from clean-ups. */
export interface Room {
  used: number | null
  quota: number | null
  persisted: boolean | null
}

/** Return the room the browser reports; null where it does not say. */
export async function room(): Promise<Room> {
  const storage = globalThis.navigator?.storage
  if (!storage) return { used: null, quota: null, persisted: null }
  const estimate = storage.estimate ? await storage.estimate() : {}
  const persisted = storage.persisted ? await storage.persisted() : null
  return { used: estimate.usage ?? null, quota: estimate.quota ?? null, persisted }
}

/** Ask the browser to keep our data when the phone runs low. Returns its answer, null when it cannot be asked. */
export async function askToPersist(): Promise<boolean | null> {
  const storage = globalThis.navigator?.storage
  if (!storage?.persist) return null
  return (await storage.persisted?.()) || storage.persist()
}
