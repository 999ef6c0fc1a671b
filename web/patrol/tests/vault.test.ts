import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64, utf8 } from '../src/vault/bytes'
import { dataKey, escrowFor, keep, newDataKey, pinProblem, unlock, waitAfter, WrongPin } from '../src/vault/keys'
import { rescueFile, rescueName } from '../src/vault/rescue-file'
import { openJson, openSealer, sealerOf, sealJson } from '../src/vault/seal'

const ACCOUNT = '0197a000-0000-7000-8000-000000000001'

describe('a PIN', () => {
  it('has six digits that nobody guesses first', () => {
    for (const pin of ['', '12345', '1234567', '12a456', ' 24681']) expect(pinProblem(pin)).toBe('six_digits')
    for (const pin of ['123456', '654321', '111111', '000000', '121212', '123123', '112211', '890123']) expect(pinProblem(pin)).toBe('too_easy')
    for (const pin of ['246810', '730514', '199283']) expect(pinProblem(pin)).toBe('')
  })

  it('opens the data key, a wrong one does not, and waiting grows with every wrong one', async () => {
    const raw = newDataKey()
    const record = await keep(raw, '246810', ACCOUNT, { rounds: 1000 })
    expect(await unlock(record, '246810')).toEqual(raw)
    await expect(unlock(record, '246811')).rejects.toThrow(WrongPin)
    expect(record.deviceKey.extractable).toBe(false)
    const waits = Array.from({ length: 12 }, (_, wrong) => waitAfter(wrong))
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect([...waits].sort((a, b) => a - b)).toEqual(waits)
  })

  it('can be changed without touching what is sealed, and the office keeps its way in', async () => {
    const raw = newDataKey()
    const first = await keep(raw, '246810', ACCOUNT, { rounds: 1000 })
    first.escrow = { key_id: 'k', epk: 'e', iv: 'i', ct: 'c' }
    const second = await keep(raw, '730514', ACCOUNT, { former: first, rounds: 1000 })
    expect(await unlock(second, '730514')).toEqual(raw)
    expect(second.escrow).toEqual(first.escrow)
    await expect(unlock(second, '246810')).rejects.toThrow(WrongPin)
  })
})

describe('a sealed piece', () => {
  it('opens under its own label only and shows nothing of what is in it', async () => {
    const sealer = sealerOf(await dataKey(newDataKey()))
    const piece = await sealJson(sealer, 'operation:1', { name: '好再来饭店' })
    expect(await openJson(sealer, 'operation:1', piece)).toEqual({ name: '好再来饭店' })
    await expect(sealer.open('operation:2', piece)).rejects.toThrow()
    expect(new TextDecoder().decode(piece.data)).not.toContain('好再来')
    const other = sealerOf(await dataKey(newDataKey()))
    await expect(other.open('operation:1', piece)).rejects.toThrow()
  })

  it('lies in clear where the browser cannot seal, and is read back', async () => {
    const piece = await sealJson(openSealer, 'x', [1, 2])
    expect(piece.iv).toBeNull()
    expect(await openJson(openSealer, 'x', piece)).toEqual([1, 2])
  })
})

describe('the escrow', () => {
  it('is opened by the installation for the account it names and for no other', async () => {
    const curve = { name: 'ECDH', namedCurve: 'P-256' }
    const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
    const spki = toBase64(await crypto.subtle.exportKey('spki', pair.publicKey))
    const raw = newDataKey()
    const escrow = await escrowFor(raw, ACCOUNT, { id: 'abc', spki })
    expect(escrow.key_id).toBe('abc')
    expect(fromBase64(escrow.epk)).toHaveLength(65)
    const theirs = await crypto.subtle.importKey('raw', fromBase64(escrow.epk), curve, false, [])
    const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256)
    const base = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey'])
    const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8('fengsui rescue v1') }
    const key = await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
    const open = (account: string) =>
      crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(escrow.iv), additionalData: utf8(account) }, key, fromBase64(escrow.ct))
    expect(new Uint8Array(await open(ACCOUNT))).toEqual(raw)
    await expect(open(ACCOUNT.replace(/1$/, '2'))).rejects.toThrow()
  })
})

describe('the rescue file', () => {
  it('has its letters, the length of its header, the header and the sealed parts back to back', async () => {
    const sealer = sealerOf(await dataKey(newDataKey()))
    const operation = await sealJson(sealer, 'operation:a', { visit: 1 })
    const file = await sealer.seal('file:b', utf8('JPEG'))
    const head = {
      account_id: ACCOUNT, username: 'zhanqian.wangge01', device_name: 'phone', app_version: '1', exported_at: '2026-11-23T00:00:00.000Z',
      clock_offset_ms: -5, escrow: { key_id: 'k', epk: 'e', iv: 'i', ct: 'c' },
    }
    const blob = rescueFile(head, [
      { about: { type: 'operation', id: 'a', kind: 'visit.submit', recorded_at: '2026-11-22T00:00:00.000Z' }, sealed: operation },
      { about: { type: 'file', id: 'b', sha256: '0'.repeat(64), size: 4, media_type: 'image/jpeg', captured_at: '2026-11-22T00:00:00.000Z' }, sealed: file },
    ])
    const bytes = new Uint8Array(await blob.arrayBuffer())
    expect(new TextDecoder().decode(bytes.subarray(0, 10))).toBe('FSRESCUE1\n')
    const length = new DataView(bytes.buffer).getUint32(10)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(14, 14 + length))) as { parts: { length: number; iv: string }[]; v: number }
    expect(header.v).toBe(1)
    expect(header.parts.map((part) => part.length)).toEqual([operation.data.byteLength, file.data.byteLength])
    expect(bytes.length).toBe(14 + length + operation.data.byteLength + file.data.byteLength)
    const first = bytes.slice(14 + length, 14 + length + header.parts[0]!.length)
    expect(await openJson(sealer, 'operation:a', { iv: fromBase64(header.parts[0]!.iv), data: first.buffer })).toEqual({ visit: 1 })
  })

  it('is never written in clear, and is named after its owner and the minute', () => {
    const clear = { about: { type: 'operation' as const, id: 'a', kind: 'k', recorded_at: '' }, sealed: { iv: null, data: new ArrayBuffer(1) } }
    expect(() => rescueFile({ account_id: '', username: '', device_name: '', app_version: '', exported_at: '', clock_offset_ms: null, escrow: { key_id: '', epk: '', iv: '', ct: '' } }, [clear])).toThrow('not_sealed')
    expect(rescueName('zhanqian.wangge01', new Date(2026, 10, 3, 8, 5))).toBe('烽燧救援-zhanqian.wangge01-20261103-0805.fsrescue')
  })
})
