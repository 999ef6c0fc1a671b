/** The enumerations of the ledger, in force for the area at hand. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, unwrap } from '@shared/api/client'
import { useResource } from '@console/parts/useResource'

type Key = 'states' | 'kinds' | 'contact_roles' | 'facility_kinds' | 'facility_states' | 'sources' | 'key_unit_statuses' | 'missing' | 'activities' | 'classes' | 'plate_sizes'

export function usePlaceCodes() {
  const { locale } = useI18n()
  const codes = useResource(() => unwrap(api.GET('/api/v1/places/codes')))
  const options = (key: Key) => computed(() => (codes.data.value?.[key] ?? []).map((one) => ({ value: one.code, label: locale.value === 'en' ? one.label_en : one.label })))
  return { codes, options }
}
