/** A step offered to me: what it is called, what will happen, what it needs, why it waits; of a case of any kind. */
import { ref, watch, type Ref } from 'vue'
import { useAction, type Action } from '@console/parts/useAction'

export interface Offer {
  verb: string
  label: string
  label_en: string
  consequence: string
  consequence_en: string
  needs: string[]
  blocked: boolean
  blocked_why: string
  blocked_why_en: string
}
interface Given<Form extends { files: File[] }, Case> {
  offer: () => Offer | null
  empty: () => Form
  /** What is still lacking, in words; nothing when it can be sent. */
  lacking: (form: Form) => string
  take: (verb: string, form: Form, key: string) => Promise<Case>
  done: (next: Case) => void
  /** Somebody else was faster. */
  stale: () => void
}
export interface OfferForm<Form> {
  form: Ref<Form>
  wrong: Ref<string>
  needs: (what: string) => boolean
  step: Action<unknown, unknown>
  submit: () => Promise<void>
}

/** The form of the offered step: empty for each, sent once complete, the same key until it has succeeded. */
export function useOffer<Form extends { files: File[] }, Case>(given: Given<Form, Case>): OfferForm<Form> {
  const form = ref(given.empty()) as Ref<Form>
  const wrong = ref('')
  const step = useAction((sent: { verb: string; form: Form; files: string[] }, key) => given.take(sent.verb, sent.form, key), { quiet: true })
  watch(given.offer, () => {
    form.value = given.empty()
    wrong.value = ''
    step.clear()
  })
  async function submit(): Promise<void> {
    const verb = given.offer()?.verb
    wrong.value = given.lacking(form.value)
    if (wrong.value || verb === undefined) return
    // Files say nothing in JSON: their names and sizes tell one input from another.
    const files = form.value.files.map((file) => `${file.name}:${file.size}:${file.lastModified}`)
    const next = await step.run({ verb, form: form.value, files })
    if (next) given.done(next)
    else if (step.error.value?.status === 409) given.stale()
  }
  return { form, wrong, needs: (what) => given.offer()?.needs.includes(what) ?? false, step: step as Action<unknown, unknown>, submit }
}
