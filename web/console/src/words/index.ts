/** All words of the desk: the shell's and those that lie beside each section's pages. */
import { makeI18n, type Words } from '@shared/i18n'
import en from './en'
import zh from './zh'

interface Section {
  default: { zh: Words; en?: Words }
}

const sections = import.meta.glob<Section>('../pages/*/words.ts', { eager: true })
const allZh: Words = { ...zh }
const allEn: Words = { ...en }
for (const [path, section] of Object.entries(sections)) {
  const name = path.split('/').at(-2) as string
  allZh[name] = section.default.zh
  allEn[name] = section.default.en ?? {}
}

export const i18n = makeI18n(allZh, allEn)
