/** Which endpoint a verb of the state table of 重大火灾隐患 is, and what its form sends. */
import { api, idem, unwrap, type Schemas } from '@shared/api/client'
import { today } from '@shared/format'
import { sendFile } from '@shared/photos'

export interface MajorForm {
  on: string
  participants: string[]
  others: string
  files: File[]
  words: string
  limitOn: string
  receiver: string
  listedBy: string
  hazards: string[]
  elements: string[]
  reason: string
}

export const emptyMajorForm = (): MajorForm => ({
  on: today(), participants: [], others: '', files: [], words: '', limitOn: '', receiver: '', listedBy: '', hazards: [], elements: [], reason: '',
})

type Case = Schemas['MajorDetail']

/** Takes the step and returns the case as it then stands; minutes are sent first, so that their receipt is certain. */
export async function takeMajorStep(verb: string, shown: Case, form: MajorForm, key: string): Promise<Case> {
  const sent = { params: { path: { major_id: shown.id } }, headers: idem(key) }
  const expected_version = shown.row_version
  switch (verb) {
    case 'add_hazards':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/hazards', { ...sent, body: { hazard_ids: form.hazards, elements: form.elements, reason: form.reason, expected_version } }))
    case 'serve':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/serve', { ...sent, body: { on: form.on, receiver: form.receiver, expected_version } }))
    case 'list':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/list', { ...sent, body: { on: form.on, listed_by: form.listedBy, limit_on: form.limitOn, expected_version } }))
  }
  const minutes = []
  for (const file of form.files) minutes.push({ sha256: await sendFile(file), note: file.name.slice(0, 200) })
  const meeting = {
    on: form.on, participant_ids: form.participants, others: form.others.split(/[、，,；;\n]/).map((name) => name.trim()).filter(Boolean), minutes, words: form.words, expected_version,
  }
  switch (verb) {
    case 'decide':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/decide', { ...sent, body: { ...meeting, limit_on: form.limitOn } }))
    case 'dismiss':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/dismiss', { ...sent, body: meeting }))
    case 'release':
      return unwrap(api.POST('/api/v1/major-cases/{major_id}/release', { ...sent, body: meeting }))
    default:
      throw new Error(`没有“${verb}”这一步`)
  }
}
