/** The enumerations of hazards, loaded once a visit to the section. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, unwrap, type Schemas } from '@shared/api/client'
import { useResource } from '@console/parts/useResource'

export type HazardCodes = Schemas['HazardCodes']

export function useHazardCodes() {
  const { locale } = useI18n()
  const codes = useResource(() => unwrap(api.GET('/api/v1/hazards/codes')))
  const options = (key: 'states' | 'grades' | 'legal_categories' | 'sources' | 'assignee_kinds') =>
    computed(() => (codes.data.value?.[key] ?? []).map((one) => ({ value: one.code, label: locale.value === 'en' ? one.label_en : one.label })))
  return { codes, states: options('states'), grades: options('grades'), categories: options('legal_categories'), sources: options('sources'), assigneeKinds: options('assignee_kinds') }
}
