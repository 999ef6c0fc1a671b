/** Names that the page and the service worker share. */

export const BACKGROUND_TAG = 'fengsui-sync'

/** Return the name under which pages and the service worker take turns for one person. */
export function lockName(accountId: string): string {
  return `fengsui-sync-${accountId}`
}
