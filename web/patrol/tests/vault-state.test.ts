/** The lock's own book-keeping: one key a person, whatever pages are open, and waiting times that a wrong clock does not stretch. */

import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import { newId } from '../src/data/ids'

// The store used in tests cannot copy a CryptoKey, which browsers can; here a row is kept as it is.
vi.stubGlobal('structuredClone', (value: unknown) => value)
vi.stubGlobal('navigator', {})
const account = newId()

describe('one phone, two pages', () => {
  it('never puts a second key over the first', async () => {
    const { choosePin } = await import('../src/app/vault')
    const { device } = await import('../src/app/state')
    await choosePin(account, '246810')
    const first = await device.keys.get(account)
    await expect(choosePin(account, '730514')).rejects.toThrow('chosen_elsewhere')
    expect((await device.keys.get(account))?.wrapped).toEqual(first?.wrapped)
    await device.keys.delete(account)
  })

  it('does not lock out for years whoever mistyped while the clock was years ahead', async () => {
    const { choosePin, meetVault, unlockWith, vault } = await import('../src/app/vault')
    const { device } = await import('../src/app/state')
    await choosePin(account, '246810')
    await device.keys.update(account, { wrong: 3, blocked_until: Date.now() + 3 * 365 * 86_400_000 })
    await meetVault(account)
    expect(vault.blockedUntil - Date.now()).toBeLessThanOrEqual(5_000)
    await device.keys.update(account, { wrong: 1 })
    await expect(unlockWith(account, '246810')).resolves.toBeTruthy()
    await device.keys.delete(account)
  })
})
