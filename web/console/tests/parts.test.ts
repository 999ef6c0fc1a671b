import { describe, expect, it } from 'vitest'
import { queryText } from '@shared/api/client'
import { filterKeys } from '@console/list/useListQuery'
import { boundsOf } from '@console/parts/map/areaFeatures'
import { readPolygon } from '@console/pages/organization/geojson'
import { stepOf } from '@console/pages/overview/rateSteps'
import { blankForm, changesOf } from '@console/pages/places/placeForm'
import { asTree } from '@console/state/area'

describe('the address of a list', () => {
  it('repeats a key for many values and leaves empty ones out', () => {
    expect(queryText({ state: ['found', 'assigned'], search: '', overdue: true, page: null })).toBe('?state=found&state=assigned&overdue=true')
  })

  it('knows both keys of a span of dates', () => {
    expect(filterKeys([{ key: 'found', label: '发现', kind: 'dates', keys: ['found_from', 'found_to'] }, { key: 'search', label: '搜', kind: 'text' }])).toEqual(['found_from', 'found_to', 'search'])
  })
})

describe('areas', () => {
  it('hang on their paths; a street without its district in scope is a root', () => {
    const tree = asTree([
      { path: '150402/006/002', name: '社区', level: 'community' },
      { path: '150402/006', name: '站前街道', level: 'street' },
    ])
    expect(tree).toHaveLength(1)
    expect(tree[0]?.children[0]?.label).toBe('社区')
  })

  it('have a box around all their corners', () => {
    const square = { type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [[[118, 42], [119, 42], [119, 43], [118, 42]]] } }
    expect(boundsOf([square])).toEqual([118, 42, 119, 43])
    expect(boundsOf([])).toBeNull()
  })

  it('take a border out of a feature collection and say what is wrong with other files', () => {
    const polygon = { type: 'Polygon', coordinates: [] }
    expect(readPolygon(JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon }] }))).toEqual({ polygon })
    expect(readPolygon('{"type":"Point"}')).toMatchObject({ problem: 'geometry' })
    expect(readPolygon('<kml/>')).toMatchObject({ problem: 'syntax' })
  })

  it('are coloured by steps; without a ledger there is no colour', () => {
    expect(stepOf(null)).toBeNull()
    expect(stepOf(0)?.label).toBe('0')
    expect(stepOf(12.9)?.token).toBe('red')
  })
})

describe('editing a place', () => {
  it('sends only what was changed', () => {
    const before = blankForm('150402/006')
    const now = { ...before, name: '好再来饭店', inputs: { area_m2: 120 } }
    expect(changesOf(before, now)).toEqual({ name: '好再来饭店', inputs: { area_m2: 120 } })
    expect(changesOf(now, { ...now })).toEqual({})
  })
})
