/** The areas of one's scope as a tree, and the one every screen is narrowed to ('' = all of them). */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, unwrap, type Schemas } from '@shared/api/client'

export type AreaRow = Schemas['AreaRow']

export interface AreaNode {
  value: string
  label: string
  level: string
  children: AreaNode[]
}

const STORED = 'fengsui.area'

/** Returns the rows as trees by their paths; a row whose parent is not among them is a root. */
export function asTree(rows: Pick<AreaRow, 'path' | 'name' | 'level'>[]): AreaNode[] {
  const nodes = new Map<string, AreaNode>()
  const roots: AreaNode[] = []
  for (const row of [...rows].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const node: AreaNode = { value: row.path, label: row.name, level: row.level, children: [] }
    nodes.set(row.path, node)
    const parent = nodes.get(row.path.slice(0, row.path.lastIndexOf('/')))
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}

export const useArea = defineStore('area', () => {
  const path = ref(sessionStorage.getItem(STORED) ?? '')
  const rows = shallowRef<AreaRow[]>([])
  const tree = computed(() => asTree(rows.value))
  const names = computed(() => new Map(rows.value.map((row) => [row.path, row.name])))
  const nameOf = (wanted: string): string => names.value.get(wanted) ?? wanted

  async function load(): Promise<void> {
    rows.value = await unwrap(api.GET('/api/v1/areas'))
    if (path.value && !names.value.has(path.value)) choose('')
  }
  function choose(next: string): void {
    path.value = next
    sessionStorage.setItem(STORED, next)
  }
  // A tree that cannot be had leaves the switch empty; lists then show the whole scope, which is right.
  void load().catch(() => (rows.value = []))
  return { path, rows, tree, names, nameOf, choose, load }
})
