/** Which endpoint a verb of the state table is, and what its form sends. */
import { api, idem, unwrap, type Schemas } from '@shared/api/client'
import { sendPhotos, type SentPhoto } from '@shared/photos'

export interface VerbForm {
  assigneeKind: 'member' | 'organization' | 'contact'
  assigneeId: string
  dueOn: string
  note: string
  reason: string
  rectifier: string
  limitDays: number | undefined
  files: File[]
  linkId: string
}

export function emptyForm(): VerbForm {
  return { assigneeKind: 'member', assigneeId: '', dueOn: '', note: '', reason: '', rectifier: '', limitDays: undefined, files: [], linkId: '' }
}

type Case = Schemas['HazardCase']

const hasAfter = (shown: Case) => shown.photos.some((photo) => photo.role === 'after')

function roleOf(verb: string, shown: Case): SentPhoto['role'] {
  if (verb === 'add_photo') return ['found', 'assigned'].includes(shown.state) ? 'before' : 'after'
  return verb.startsWith('review') && hasAfter(shown) ? 'review' : 'after'
}

/** Takes the step and returns the case as it then stands; photos are sent first, so that their receipt is certain. */
export async function takeStep(verb: string, shown: Case, form: VerbForm, key: string): Promise<Case> {
  const photos = await sendPhotos(form.files, roleOf(verb, shown))
  const params = { path: { hazard_id: shown.id } }
  const headers = idem(key)
  const expected_version = shown.row_version
  switch (verb) {
    case 'fix_on_site':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/fix-on-site', { params, headers, body: { photos, note: form.note, expected_version } }))
    case 'assign':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/assign', {
          params,
          headers,
          body: { assignee_kind: form.assigneeKind, assignee_id: form.assigneeId, due_on: form.dueOn || null, note: form.note, expected_version },
        }),
      )
    case 'report_fixed':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/report-fixed', { params, headers, body: { rectifier: form.rectifier, photos, note: form.note, expected_version } }),
      )
    case 'review_pass':
    case 'review_fail':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/review', {
          params,
          headers,
          body: { passed: verb === 'review_pass', reason: form.reason, limit_working_days: form.limitDays ?? null, photos, expected_version },
        }),
      )
    case 'void':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/void', { params, headers, body: { reason: form.reason, expected_version } }))
    case 'add_photo':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/photos', { params, headers, body: { photos, note: form.note, expected_version } }))
    case 'remove_photo':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/photos/{link_id}/remove', {
          params: { path: { hazard_id: shown.id, link_id: form.linkId } },
          headers,
          body: { reason: form.reason, expected_version },
        }),
      )
    default:
      throw new Error(`没有“${verb}”这一步`)
  }
}
