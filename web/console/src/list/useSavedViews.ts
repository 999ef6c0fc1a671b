/** Named views of a list (filters, sort, columns), kept in this browser. */
import { ref } from 'vue'
import type { SavedView } from './types'

export function useSavedViews(listKey: string) {
  const stored = `fengsui.views.${listKey}`
  const views = ref<SavedView[]>(read())

  function read(): SavedView[] {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(stored) ?? '[]')
      return Array.isArray(value) ? (value as SavedView[]) : []
    } catch {
      localStorage.removeItem(stored)
      return []
    }
  }

  function keep(next: SavedView[]): void {
    views.value = next
    localStorage.setItem(stored, JSON.stringify(next))
  }

  const save = (view: SavedView): void => keep([...views.value.filter((one) => one.name !== view.name), view])
  const remove = (name: string): void => keep(views.value.filter((one) => one.name !== name))

  return { views, save, remove }
}
