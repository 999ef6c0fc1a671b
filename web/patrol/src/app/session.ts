/** Who holds the phone: signing in, first password, handing over, signing out. */

import Dexie from 'dexie'
import { account, device, work } from './state'
import { startSync, stopSync } from './sync'
import type { PhoneAccount } from '../data/device'
import { somethingUnsent, unsent, type Unsent } from '../data/queue'
import { databaseName, WorkDatabase } from '../data/schema'
import { askToPersist } from '../data/storage'
import { Http } from '../sync/http'

interface Me {
  account_id: string
  username: string
  display_name: string
  must_change_password: boolean
  is_demo: boolean
  grants: { role_label: string; area_path: string }[]
  permissions: string[]
  token?: string
}

function fromMe(me: Me, token: string): PhoneAccount {
  return {
    account_id: me.account_id,
    username: me.username,
    display_name: me.display_name,
    token,
    must_change_password: me.must_change_password,
    role_labels: [...new Set(me.grants.map((grant) => grant.role_label))],
    area_paths: [...new Set(me.grants.map((grant) => grant.area_path))],
    permissions: me.permissions,
    signed_in_at: new Date().toISOString(),
    is_demo: me.is_demo,
  }
}

/** Open the app for whoever held the phone last; works without network. */
export async function openApp(): Promise<void> {
  const holder = await device.current()
  if (!holder) return
  await hold(holder)
}

async function hold(holder: PhoneAccount): Promise<void> {
  stopSync()
  if (work.value && work.value.accountId !== holder.account_id) {
    work.value.close()
    work.value = null
  }
  const db = work.value ?? new WorkDatabase(holder.account_id)
  await db.open()
  account.value = holder
  work.value = db
  if (!holder.must_change_password) startSync(db)
}

/** Say what this phone is called in the list of sessions. */
export function deviceName(): string {
  const agent = navigator.userAgent
  const model = /Android[^;]*;\s*([^;)]+)\)/.exec(agent)?.[1]?.replace(/ Build.*/, '')
  return (model ?? (/iPhone/.test(agent) ? 'iPhone' : /HarmonyOS|OpenHarmony/.test(agent) ? 'HarmonyOS' : 'Web')).slice(0, 80)
}

/** Sign in. The same person goes on where they were; another person gets a database of their own. Raises Refused, TryLater. */
export async function signIn(username: string, password: string): Promise<PhoneAccount> {
  const me = await new Http({ token: '' }).json<Me & { token: string }>('POST', '/session/device', {
    username: username.trim(),
    password,
    device_name: deviceName(),
  })
  const holder = fromMe(me, me.token)
  await device.take(holder)
  await hold(holder)
  // A phone without room or without the right to persist still works; the 我的 page says which it is.
  void askToPersist().catch(() => null)
  return holder
}

/** Change the first password, then begin. Raises Refused, TryLater, SignInNeeded. */
export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  const holder = account.value
  if (!holder) return
  const me = await new Http({ token: holder.token }).json<Me>('POST', '/session/password', {
    old_password: oldPassword,
    new_password: newPassword,
  })
  const changed = { ...holder, must_change_password: me.must_change_password }
  await device.accounts.put(changed)
  await hold(changed)
}

/** Go back to the sign-in page and keep everything: for a colleague who borrows the phone. The token is forgotten. */
export async function handOver(): Promise<void> {
  const holder = account.value
  if (!holder) return
  await endOnServer(holder)
  stopSync()
  await device.forgetToken(holder.account_id)
  await device.write('current_account', '')
  work.value?.close()
  work.value = null
  account.value = null
}

/** Sign out and take the person's data off the phone. Refused, with what is left, while anything is not delivered. */
export async function signOut(): Promise<Unsent | null> {
  const holder = account.value
  const db = work.value
  if (!holder || !db) return null
  const left = await unsent(db)
  if (somethingUnsent(left)) return left
  await endOnServer(holder)
  stopSync()
  db.close()
  work.value = null
  account.value = null
  await Dexie.delete(databaseName(holder.account_id))
  await device.remove(holder.account_id)
  return null
}

async function endOnServer(holder: PhoneAccount): Promise<void> {
  if (!holder.token) return
  // Without network the session ends on the server by itself after its days; here the token is forgotten at once.
  await new Http({ token: holder.token }).json('DELETE', '/session').catch(() => undefined)
}
