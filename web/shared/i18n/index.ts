/** Words on screens: Chinese is whole; English may lack a text and then shows the Chinese one. */
import { createI18n } from 'vue-i18n'

export type Words = { [key: string]: string | Words }

const STORED = 'fengsui.language'

export function preferredLanguage(): 'zh' | 'en' {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'
}

export function makeI18n(zh: Words, en: Words) {
  return createI18n({
    legacy: false,
    locale: preferredLanguage(),
    fallbackLocale: 'zh',
    missingWarn: false,
    fallbackWarn: false,
    messages: { zh, en } as never,
  })
}

/** Keeps the choice and loads the page anew, so that server texts and component words change together. */
export function chooseLanguage(language: 'zh' | 'en'): void {
  localStorage.setItem(STORED, language)
  location.reload()
}
