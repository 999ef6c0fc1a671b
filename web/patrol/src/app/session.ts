/** Who holds the phone: signing in, first password, handing over, signing out. */

import Dexie from 'dexie'
import { allRescued } from './rescue'
import { sealOldRows } from './seal-old-rows'
import { account, device, work } from './state'
import { unread } from './notice'
import { duty, endDuty } from './duty'
import { startSync, stopSync, syncNow } from './sync'
import { closeVault, escrowOf, meetVault, takeBack, vault } from './vault'
import type { PhoneAccount } from '../data/device'
import { somethingUnsent, unsent, type Unsent } from '../data/queue'
import { databaseName, WorkDatabase } from '../data/schema'
import { askToPersist } from '../data/storage'
import { i18n } from '../i18n'
import { Http } from '../sync/http'
import { Refused } from '../sync/transport'
import type { Sealer } from '../vault/seal'

interface Me {
  account_id: string
  username: string
  display_name: string
  must_change_password: boolean
  must_read_notice?: boolean
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

/** Open the app for whoever held the phone last; works without network. With a lock, the PIN is asked for first. */
export async function openApp(): Promise<void> {
  const holder = await device.current()
  if (!holder) return
  // A phone of before the lock has its token in clear: it moves into the sealed database once a PIN is chosen.
  await approach(holder, holder.token)
}

/** A token that has nowhere to lie yet, because the lock is not open. */
let freshToken = ''

async function approach(holder: PhoneAccount, token: string): Promise<void> {
  if (work.value?.accountId === holder.account_id) return enter(holder, work.value, token)
  stopSync()
  work.value?.close()
  work.value = null
  freshToken = token
  account.value = { ...holder, token }
  if (holder.must_change_password) return
  const sealer = await meetVault(holder.account_id)
  if (sealer) await enterWith(sealer)
}

/** Go in with an open lock: the person's database, their token, and sending. */
export async function enterWith(sealer: Sealer): Promise<void> {
  const holder = account.value
  if (!holder) return
  const db = new WorkDatabase(holder.account_id, sealer)
  await db.open()
  await enter(holder, db, freshToken)
  void sealOldRows(db).catch((error: unknown) => console.error(error))
}

async function enter(holder: PhoneAccount, db: WorkDatabase, token: string): Promise<void> {
  freshToken = ''
  if (token) await db.writeMeta('token', token)
  const held = await db.readMeta('token', '')
  if ((await device.accounts.get(holder.account_id))?.token) await device.accounts.update(holder.account_id, { token: '' })
  account.value = { ...holder, token: held }
  work.value = db
  if (!holder.must_change_password) startSync(db)
}

/** Lock the phone: what is open is closed, and the PIN is asked for. What was entered lies kept. */
export function lock(): void {
  if (!account.value || vault.state !== 'open' || !vault.sealing) return
  stopSync()
  work.value?.close()
  work.value = null
  account.value = { ...account.value, token: '' }
  closeVault('locked')
}

/** Prove who one is by the password, take the key back from the installation, and choose a new PIN. Raises Refused, TryLater, PinRefused. */
export async function resetPin(password: string, pin: string, code = ''): Promise<void> {
  const holder = account.value
  if (!holder) return
  const escrow = await escrowOf(holder.account_id)
  const about = { username: holder.username, password, code, device_name: deviceName() }
  const me = await new Http({ token: '' }).json<Me & { token: string }>('POST', '/session/device', about)
  if (!escrow) throw new Refused(409, { code: 'no_escrow', zh: i18n.global.t('lock.no_escrow'), en: '' })
  const { key } = await new Http({ token: me.token }).json<{ key: string }>('POST', '/patrol/phone-key/unwrap', escrow)
  freshToken = me.token
  account.value = fromMe(me, me.token)
  await enterWith(await takeBack(holder.account_id, key, pin))
}

/** Tell whether the server took the password and now asks for the code of the second step. */
export function asksForCode(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === 'second_factor_needed'
}

/** Say what this phone is called in the list of sessions. */
export function deviceName(): string {
  const agent = navigator.userAgent
  const model = /Android[^;]*;\s*([^;)]+)\)/.exec(agent)?.[1]?.replace(/ Build.*/, '')
  return (model ?? (/iPhone/.test(agent) ? 'iPhone' : /HarmonyOS|OpenHarmony/.test(agent) ? 'HarmonyOS' : 'Web')).slice(0, 80)
}

/** Sign in. The same person goes on where they were; another person gets a database of their own. Raises Refused, TryLater. */
export async function signIn(username: string, password: string, code = ''): Promise<PhoneAccount> {
  const me = await new Http({ token: '' }).json<Me & { token: string }>('POST', '/session/device', {
    username: username.trim(),
    password,
    code,
    device_name: deviceName(),
  })
  const holder = fromMe(me, me.token)
  unread.value = me.must_read_notice && !me.must_change_password ? me.token : ''
  await device.take(holder)
  await approach(holder, me.token)
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
  unread.value = me.must_read_notice ? holder.token : ''
  await device.accounts.put({ ...changed, token: '' })
  await approach(changed, holder.token)
}

/** Go back to the sign-in page and keep everything: for a colleague who borrows the phone. The token is forgotten. */
export async function handOver(): Promise<void> {
  const holder = account.value
  if (!holder) return
  await endDuty('left')
  await endOnServer(holder)
  stopSync()
  await work.value?.writeMeta('token', '')
  await device.write('current_account', '')
  leaveBehind()
}

/** Leave a locked phone to somebody else; everything stays sealed. */
export async function leaveLocked(): Promise<void> {
  await device.write('current_account', '')
  leaveBehind()
}

/** Sign out and take the person's data off the phone. Refused, with what is left, while anything is neither delivered nor rescued. */
export async function signOut(): Promise<Unsent | null> {
  const holder = account.value
  const db = work.value
  if (!holder || !db) return null
  if (duty.spell) {
    await endDuty('left')
    await syncNow()
  }
  const left = await unsent(db)
  if (somethingUnsent(left) && !(await allRescued(db))) return left
  await endOnServer(holder)
  stopSync()
  leaveBehind()
  await Dexie.delete(databaseName(holder.account_id))
  await device.remove(holder.account_id)
  return null
}

function leaveBehind(): void {
  work.value?.close()
  work.value = null
  account.value = null
  freshToken = ''
  closeVault('none')
}

async function endOnServer(holder: PhoneAccount): Promise<void> {
  if (!holder.token) return
  // Without network the session ends on the server by itself after its days; here the token is forgotten at once.
  await new Http({ token: holder.token }).json('DELETE', '/session').catch(() => undefined)
}
