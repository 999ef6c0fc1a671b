/** Which columns a person wants to see in a list, remembered in this browser. */
import { computed, ref } from 'vue'
import type { Column } from './types'

export function useChosenColumns<Row>(listKey: string, columns: () => Column<Row>[]) {
  const stored = `fengsui.columns.${listKey}`
  const chosen = ref<string[] | null>(read())

  function read(): string[] | null {
    const text = localStorage.getItem(stored)
    if (!text) return null
    try {
      const value: unknown = JSON.parse(text)
      return Array.isArray(value) ? value.map(String) : null
    } catch {
      localStorage.removeItem(stored)
      return null
    }
  }

  const keys = computed(() => chosen.value ?? columns().filter((column) => !column.optional).map((column) => column.key))
  const shown = computed(() => columns().filter((column) => keys.value.includes(column.key)))

  function choose(next: string[]): void {
    chosen.value = next.length > 0 ? next : null
    if (chosen.value) localStorage.setItem(stored, JSON.stringify(chosen.value))
    else localStorage.removeItem(stored)
  }

  return { keys, shown, choose }
}
