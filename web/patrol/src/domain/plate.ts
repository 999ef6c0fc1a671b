/** Reading what a plate's QR code says. */

/** Return the plate code in a scanned text: our own address `…/q/<code>` or the bare code typed by hand; '' if neither. */
export function plateCode(text: string): string {
  const trimmed = text.trim()
  const address = /\/q\/([A-Za-z0-9]{6,16})(?:[/?#]|$)/.exec(trimmed)
  if (address) return address[1]!
  const bare = trimmed.replace(/[\s-]/g, '')
  return /^[A-Za-z0-9]{6,16}$/.test(bare) ? bare : ''
}
