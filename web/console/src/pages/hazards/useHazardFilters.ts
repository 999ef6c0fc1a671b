/** The filters of list, board and map. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FilterField } from '@console/list/types'
import { useHazardCodes } from './useHazardCodes'

export function useHazardFilters() {
  const { t } = useI18n()
  const codes = useHazardCodes()
  const fields = computed<FilterField[]>(() => [
    { key: 'search', label: t('hazards.search'), kind: 'text' },
    { key: 'state', label: t('hazards.state'), kind: 'choices', options: codes.states.value },
    { key: 'grade', label: t('hazards.grade'), kind: 'choices', options: codes.grades.value },
    { key: 'legal_category', label: t('hazards.category'), kind: 'choices', options: codes.categories.value },
    { key: 'overdue', label: t('hazards.overdue'), kind: 'flag' },
    { key: 'due_soon', label: t('hazards.dueSoon'), kind: 'flag' },
    { key: 'review_overdue', label: t('hazards.reviewOverdue'), kind: 'flag' },
    { key: 'repeated', label: t('hazards.repeated'), kind: 'flag' },
    { key: 'several_witnesses', label: t('hazards.severalWitnesses'), kind: 'flag' },
    { key: 'paused', label: t('hazards.paused'), kind: 'flag' },
    { key: 'extension_waits', label: t('hazards.extensionWaitsFilter'), kind: 'flag' },
    { key: 'cosign_waits', label: t('hazards.cosignWaitsFilter'), kind: 'flag' },
    { key: 'check_waits', label: t('hazards.checkWaits'), kind: 'flag' },
    { key: 'order_unserved', label: t('hazards.orderUnserved'), kind: 'flag' },
    { key: 'found', label: t('hazards.found'), kind: 'dates', keys: ['found_from', 'found_to'] },
    { key: 'bbox', label: t('hazards.mapBox'), kind: 'set' },
    { key: 'no_position', label: t('hazards.noPosition'), kind: 'set' },
  ])
  return { fields, codes }
}
