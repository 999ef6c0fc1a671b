/** What the form of a place holds, what changed against the record, and how a conflict is told. */
import type { PlaceDetail } from './usePlace'

export interface PlaceForm {
  name: string
  kind: string
  address: string
  area_path: string
  activity: string
  credit_code: string
  class_declared: string
  inputs: Record<string, number | boolean | null>
  lon: number | null
  lat: number | null
  coordinate_source: string
  compound_id: string | null
  building_id: string | null
  shared_manager: string
  external_id: string
  note: string
}

export function blankForm(areaPath: string): PlaceForm {
  return {
    name: '', kind: 'place', address: '', area_path: areaPath, activity: '', credit_code: '', class_declared: '', inputs: {}, lon: null, lat: null,
    coordinate_source: '', compound_id: null, building_id: null, shared_manager: '', external_id: '', note: '',
  }
}

export function formOf(place: PlaceDetail): PlaceForm {
  return {
    name: place.name, kind: place.kind, address: place.address, area_path: place.area_path, activity: place.activity, credit_code: place.credit_code,
    class_declared: place.class_declared, inputs: { ...(place.inputs as PlaceForm['inputs']) }, lon: place.lon, lat: place.lat, coordinate_source: place.coordinate_source,
    compound_id: place.compound?.id ?? null, building_id: place.building?.id ?? null, shared_manager: place.shared_manager, external_id: place.external_id, note: place.note,
  }
}

/** Returns the fields whose value differs, with the new value. */
export function changesOf(before: PlaceForm, now: PlaceForm): Partial<PlaceForm> {
  const made: Record<string, unknown> = {}
  for (const key of Object.keys(now) as (keyof PlaceForm)[]) {
    if (JSON.stringify(before[key]) !== JSON.stringify(now[key])) made[key] = now[key]
  }
  return made as Partial<PlaceForm>
}

export interface OtherChange {
  at: string
  by: string
  fields: Record<string, [unknown, unknown]>
}
