/** The app's words: Chinese is whole; English may lack a text and then shows the Chinese one. */

import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zh } from './zh'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  missingWarn: false,
  fallbackWarn: false,
  messages: { zh, en } as Record<'zh' | 'en', typeof zh>,
})

/** Speak a language from now on. */
export function useLanguage(language: 'zh' | 'en'): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Return a limit in words; 0 working days means at once. */
export function limitWords(workingDays: number): string {
  const { t } = i18n.global
  return workingDays === 0 ? t('limit.at_once') : t('limit.days', { n: workingDays })
}

/** Return a rule pack's words in the language spoken; English that the pack lacks shows in Chinese. */
export function packWords(zh: string, en: string): string {
  return i18n.global.locale.value === 'en' && en ? en : zh
}
