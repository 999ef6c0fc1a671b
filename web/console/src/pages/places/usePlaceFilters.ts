/** The filters of the ledger, the same for list, map and plates. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FilterField } from '@console/list/types'
import { usePlaceCodes } from './usePlaceCodes'

export function usePlaceFilters(given: { dated?: boolean } = {}) {
  const { t } = useI18n()
  const { options } = usePlaceCodes()
  const [classes, states, missing, kinds, keyUnits] = [options('classes'), options('states'), options('missing'), options('kinds'), options('key_unit_statuses')]
  const fields = computed<FilterField[]>(() => [
    { key: 'search', label: t('places.search'), kind: 'text' },
    { key: 'class_code', label: t('places.class'), kind: 'choices', options: classes.value },
    { key: 'state', label: t('places.state'), kind: 'choices', options: states.value },
    { key: 'kind', label: t('places.kind'), kind: 'choices', options: kinds.value },
    { key: 'key_unit_status', label: t('places.keyUnit'), kind: 'choices', options: keyUnits.value },
    { key: 'missing', label: t('places.missing'), kind: 'choices', options: missing.value },
    { key: 'has_open_hazards', label: t('places.hasHazards'), kind: 'flag' },
    { key: 'class_conflict', label: t('places.conflict'), kind: 'flag' },
    ...(given.dated ? [{ key: 'as_of', label: t('places.asOf'), kind: 'day' as const }] : []),
  ])
  return { fields }
}
