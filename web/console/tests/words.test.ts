import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import zh from '@console/words/zh'

type Words = { [key: string]: string | Words }
const source = join(import.meta.dirname, '../src')

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]))
}
function has(words: Words, key: string): boolean {
  const found = key.split('.').reduce<string | Words | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), words)
  return typeof found === 'string'
}

describe('words on screens', () => {
  it('exist in Chinese for every key a screen asks for', async () => {
    const all: Words = { ...(zh as Words) }
    for (const [path, section] of Object.entries(import.meta.glob<{ default: { zh: Words } }>('../src/pages/*/words.ts', { eager: true }))) all[path.split('/').at(-2)!] = section.default.zh
    const missing = files(source)
      .filter((path) => /\.(vue|ts)$/.test(path))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([a-zA-Z]+\.[\w.]+)'/g)].map((hit) => hit[1]!).filter((key) => !has(all, key)).map((key) => `${path.slice(source.length)} ${key}`))
    expect(missing).toEqual([])
  })
})

describe('screens', () => {
  it('are components of fewer than 300 lines', () => {
    const long = files(source).filter((path) => path.endsWith('.vue') && readFileSync(path, 'utf8').split('\n').length >= 300)
    expect(long).toEqual([])
  })

  it('take colours from the tokens, never as numbers', () => {
    const loose = files(source).filter((path) => path.endsWith('.vue') && /#[0-9a-fA-F]{3,8}\b(?![^<]*<\/template>)/.test(readFileSync(path, 'utf8').split('<style')[1] ?? ''))
    expect(loose).toEqual([])
  })
})
