/**
 * The short code of a notice, made from the visit's id without network; the server makes the same one from the same id.
 *
 * Eleven characters carry the last 55 bits of the id, all random in a UUIDv7, so that nobody guesses one; the twelfth is
 * a check (powers of a generator of GF(32) as weights), so that a slip in typing is told apart from a notice not there yet.
 */

// Crockford's base 32: no I, L, O and U, so that nothing reads as 1 or 0.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BODY = 11

/** Return the twelve characters of a visit's id. */
export function noticeCode(visitId: string): string {
  let left = BigInt.asUintN(5 * BODY, BigInt(`0x${visitId.replace(/-/g, '')}`))
  const values: number[] = []
  for (let place = 0; place < BODY; place += 1) {
    values.unshift(Number(left & 31n))
    left >>= 5n
  }
  return [...values, check(values)].map((value) => ALPHABET[value]).join('')
}

/** Return a code as people read it: ABCD-EFGH-JKMN. */
export function spacedCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-')
}

/** Return the address of the page behind a code. */
export function noticeAddress(origin: string, code: string): string {
  return `${origin}/n/${code}`
}

function check(values: number[]): number {
  let total = 0
  for (const value of values) {
    total = (total ^ value) << 1
    if (total & 32) total ^= 0b100101
  }
  return total
}
