/** What belongs to the phone and not to a person: who has used it, who uses it now, and its settings. */

import Dexie, { type Table } from 'dexie'
import type { KeyRecord } from '../vault/keys'

/** A person who has signed in on this phone. `token` is held in memory only; it lies sealed in the person's own database. */
export interface PhoneAccount {
  account_id: string
  username: string
  display_name: string
  token: string
  must_change_password: boolean
  role_labels: string[]
  area_paths: string[]
  permissions: string[]
  signed_in_at: string
  is_demo: boolean
}

interface Setting {
  key: string
  value: unknown
}

/** The phone's own database; holds no record of the work. */
export class DeviceDatabase extends Dexie {
  accounts!: Table<PhoneAccount, string>
  settings!: Table<Setting, string>
  keys!: Table<KeyRecord, string>

  constructor(name = 'fengsui-phone') {
    super(name)
    this.version(1).stores({ accounts: 'account_id, username', settings: 'key' })
    this.version(2).stores({ keys: 'account_id' })
  }

  /** Return a setting, or the given value when it was never set. */
  async read<T>(key: string, otherwise: T): Promise<T> {
    const row = await this.settings.get(key)
    return row ? (row.value as T) : otherwise
  }

  /** Keep a setting. */
  async write(key: string, value: unknown): Promise<void> {
    await this.settings.put({ key, value })
  }

  /** Return the person the phone is in the hands of, if any. */
  async current(): Promise<PhoneAccount | undefined> {
    const id = await this.read('current_account', '')
    return id ? this.accounts.get(id) : undefined
  }

  /** Take a sign-in: the person becomes the current one. No token is written here. */
  async take(account: PhoneAccount): Promise<void> {
    await this.transaction('rw', this.accounts, this.settings, async () => {
      await this.accounts.put({ ...account, token: '' })
      await this.write('current_account', account.account_id)
    })
  }

  /** Take a person off the phone; their database is deleted by the caller beforehand. */
  async remove(accountId: string): Promise<void> {
    await this.transaction('rw', this.accounts, this.settings, this.keys, async () => {
      await this.accounts.delete(accountId)
      await this.keys.delete(accountId)
      if ((await this.read('current_account', '')) === accountId) await this.write('current_account', '')
    })
  }
}
