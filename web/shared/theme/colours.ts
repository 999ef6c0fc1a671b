/** Tokens for what is drawn on a canvas (charts, the map): read once from the page, so that CSS stays the one source. */

export type Token =
  | 'red' | 'red-soft' | 'blue' | 'blue-soft' | 'blue-strong' | 'amber' | 'amber-mark' | 'amber-soft' | 'green' | 'green-soft'
  | 'ink' | 'ink-2' | 'ink-3' | 'line' | 'line-strong' | 'paper' | 'desk'

export function colour(token: Token): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--fs-${token}`).trim()
}

export function fontFamily(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--fs-font').trim()
}
