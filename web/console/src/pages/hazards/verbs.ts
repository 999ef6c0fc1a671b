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
  workingDays: number | undefined
  safeguards: string
  resumeBy: string
  cosignId: string
  agrees: boolean
  hazardId: string
  itemCode: string
}

export function emptyForm(): VerbForm {
  return {
    assigneeKind: 'member', assigneeId: '', dueOn: '', note: '', reason: '', rectifier: '', limitDays: undefined, files: [], linkId: '',
    workingDays: undefined, safeguards: '', resumeBy: '', cosignId: '', agrees: true, hazardId: '', itemCode: '',
  }
}

type Case = Schemas['HazardCase']

const hasAfter = (shown: Case) => shown.photos.some((photo) => photo.role === 'after')

function roleOf(verb: string, shown: Case): SentPhoto['role'] {
  if (verb === 'split') return 'before'
  if (verb === 'add_photo') return ['found', 'assigned', 'accepted', 'referred'].includes(shown.state) ? 'before' : 'after'
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
      return takeLoopStep(verb, shown, form, key, photos)
  }
}

/** The verbs of the loop beyond finding, fixing and reviewing. */
function takeLoopStep(verb: string, shown: Case, form: VerbForm, key: string, photos: SentPhoto[]): Promise<Case> {
  const sent = { params: { path: { hazard_id: shown.id } }, headers: idem(key) }
  const expected_version = shown.row_version
  const said = { reason: form.reason, expected_version }
  const noted = { note: form.note, expected_version }
  const to = { assignee_kind: form.assigneeKind, assignee_id: form.assigneeId }
  switch (verb) {
    case 'accept':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/accept', { ...sent, body: noted }))
    case 'send_back':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/send-back', { ...sent, body: said }))
    case 'withdraw':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/withdraw', { ...sent, body: said }))
    case 'transfer':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/transfer', { ...sent, body: { ...said, ...to } }))
    case 'refer':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/refer', { ...sent, body: { ...said, organization_id: form.assigneeId } }))
    case 'return_referral':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/return-referral', { ...sent, body: said }))
    case 'urge':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/urge', { ...sent, body: noted }))
    case 'ask_extension':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/extension', { ...sent, body: { ...said, working_days: form.workingDays ?? 0, safeguards: form.safeguards } }),
      )
    case 'grant_extension':
    case 'refuse_extension':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/extension/decide', {
          ...sent,
          body: { granted: verb === 'grant_extension', words: form.reason || form.note, expected_version },
        }),
      )
    case 'pause_limit':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/pause', { ...sent, body: { ...said, resume_by: form.resumeBy } }))
    case 'resume_limit':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/resume', { ...sent, body: noted }))
    case 'ask_cosign':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/cosigns', {
          ...sent,
          body: { cosigner_kind: form.assigneeKind === 'organization' ? 'organization' : 'member', cosigner_id: form.assigneeId, question: form.note, expected_version },
        }),
      )
    case 'give_opinion':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/cosigns/{cosign_id}', {
          params: { path: { hazard_id: shown.id, cosign_id: form.cosignId } },
          headers: idem(key),
          body: { agrees: form.agrees, opinion: form.note, expected_version },
        }),
      )
    case 'check':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/check', { ...sent, body: { is_true: form.agrees, note: form.note, expected_version } }))
    case 'merge':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/merge', { ...sent, body: { ...said, into_id: form.hazardId } }))
    case 'unmerge':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/unmerge', { ...sent, body: said }))
    case 'split':
      return unwrap(
        api.POST('/api/v1/hazards/{hazard_id}/split', { ...sent, body: { ...said, item_code: form.itemCode, description: form.note, photos } }),
      )
    case 'restore':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/restore', { ...sent, body: said }))
    case 'reopen':
      return unwrap(api.POST('/api/v1/hazards/{hazard_id}/reopen', { ...sent, body: { ...said, limit_working_days: form.limitDays ?? null } }))
    default:
      throw new Error(`没有“${verb}”这一步`)
  }
}
