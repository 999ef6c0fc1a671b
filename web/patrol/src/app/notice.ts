/** The privacy notice after signing in: fetched, and its reading kept with the token of that very sign-in. */

import { ref } from 'vue'
import { Http } from '../sync/http'

export interface Notice {
  version: string
  sections: { title: string; paragraphs: string[] }[]
  table: { code: string; what: string; whose: string; why: string; days: number | null; since: string; action_label: string; basis: string; is_verified: boolean }[]
}

/** The token of a sign-in after which the notice is to be read, '' when there is none to read. */
export const unread = ref('')

/** Return the notice in force. Raises TryLater. */
export async function fetchNotice(): Promise<Notice> {
  return new Http({ token: '' }).json<Notice>('GET', '/privacy/notice')
}

/** Keep that a version was read and go on; what could not be kept, or '' for later, is asked again at the next sign-in. */
export async function noticeRead(version: string): Promise<void> {
  const token = unread.value
  unread.value = ''
  if (version) await new Http({ token }).json('POST', '/privacy/notice/read', { version }).catch(() => undefined)
}
