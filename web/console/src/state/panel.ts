/** A declared panel with its rows, as the server shows it: the same rows that its files hold. */
import { watch } from 'vue'
import { api, unwrap, type Schemas } from '@shared/api/client'
import { useResource, type Resource } from '@console/parts/useResource'

export interface PanelQuery {
  area?: string
  from?: string
  to?: string
}
export type PanelShown<Row> = Omit<Schemas['FigurePanel'], 'rows'> & { rows: Row[] }

export function usePanel<Row>(id: string, asked: () => PanelQuery, may = true): Resource<PanelShown<Row>> {
  const panel = useResource(
    () => unwrap(api.GET('/api/v1/panels/{panel_id}', { params: { path: { panel_id: id }, query: asked() } })) as Promise<unknown> as Promise<PanelShown<Row>>,
    { now: may },
  )
  watch(() => JSON.stringify(asked()), () => void (may && panel.load()))
  return panel
}
