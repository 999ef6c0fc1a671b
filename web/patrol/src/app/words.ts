/** Errors of requests in the person's words. */

import { i18n } from '../i18n'
import { Refused, SignInNeeded, TryLater } from '../sync/transport'

/** Return what to tell the person about a failed request. */
export function wordsOf(error: unknown): string {
  const { t, locale } = i18n.global
  if (error instanceof Refused) return locale.value === 'en' ? error.problem.en || error.problem.zh : error.problem.zh
  if (error instanceof TryLater) return error.message === 'no_network' ? t('error.no_network') : t('error.server_busy')
  if (error instanceof SignInNeeded) return t('error.sign_in')
  console.error(error)
  return t('error.app')
}
