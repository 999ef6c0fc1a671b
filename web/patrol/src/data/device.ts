/** What belongs to the phone and not to a person: who has used it, who uses it now, and its settings. */

import Dexie, { type Table } from 'dexie'

/** A person who has signed in on this phone. Without `token` the person must sign in before anything is sent. */
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

  constructor(name = 'fengsui-phone') {
    super(name)
    this.version(1).stores({ accounts: 'account_id, username', settings: 'key' })
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

  /** Take a sign-in: the person becomes the current one; the token of whoever was current before is forgotten. */
  async take(account: PhoneAccount): Promise<void> {
    await this.transaction('rw', this.accounts, this.settings, async () => {
      await this.accounts.toCollection().modify((other) => {
        if (other.account_id !== account.account_id) other.token = ''
      })
      await this.accounts.put(account)
      await this.write('current_account', account.account_id)
    })
  }

  /** Forget the token of a person after the server refused it; the queue stays. */
  async forgetToken(accountId: string, refused?: string): Promise<void> {
    await this.accounts
      .where('account_id')
      .equals(accountId)
      .modify((row) => {
        if (refused === undefined || row.token === refused) row.token = ''
      })
  }

  /** Take a person off the phone; their database is deleted by the caller beforehand. */
  async remove(accountId: string): Promise<void> {
    await this.transaction('rw', this.accounts, this.settings, async () => {
      await this.accounts.delete(accountId)
      if ((await this.read('current_account', '')) === accountId) await this.write('current_account', '')
    })
  }
}
