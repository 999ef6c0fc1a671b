/** The visit under way at one place: loaded or begun, kept at every change, saved into the queue. */

import { computed, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { account, work } from './state'
import { syncSoon } from './sync'
import { wordsForFailure, type PhotoContext } from './camera'
import { i18n, limitWords } from '../i18n'
import { whereAmI } from '../capture/position'
import { dropDraftPhoto } from '../data/photos'
import { enqueue } from '../data/queue'
import { NO_RULES, type PackHazard, type PackItem, type PackOutcome, type PackPlace, type PackRules } from '../data/pack-types'
import type { Photo } from '../data/schema'
import { storing } from '../data/storage'
import { noticeOf } from '../domain/notice'
import { checklistsOf, groupsOf, type ItemGroup } from '../domain/rules'
import {
  answerItem,
  countItem,
  markAllFine,
  missingOf,
  photoIdsOf,
  startVisit,
  type Answer,
  type HazardNote,
  type VisitDraft,
} from '../domain/visit-draft'
import { visitPayload } from '../domain/visit-payload'

/** Return a draft without Vue's wrapping, as the database takes it. */
function plain(draft: VisitDraft): VisitDraft {
  return JSON.parse(JSON.stringify(draft)) as VisitDraft
}

/** The handle that the screens of a visit share. */
export class VisitInProgress {
  readonly draft: Ref<VisitDraft | null> = ref(null)
  readonly place: ShallowRef<PackPlace | null> = shallowRef(null)
  readonly rules: ShallowRef<PackRules | null> = shallowRef(null)
  readonly standing: ShallowRef<Map<string, PackHazard>> = shallowRef(new Map())
  readonly saving = ref(false)
  readonly problem = ref('')
  readonly outcome = computed<PackOutcome | undefined>(() => this.rules.value?.outcomes.find((row) => row.code === this.draft.value?.outcome))
  readonly groups = computed<ItemGroup[]>(() => (this.rules.value && this.draft.value ? groupsOf(this.rules.value, this.draft.value.checklist_codes, this.place.value?.class_code) : []))
  readonly items = computed<PackItem[]>(() => this.groups.value.flatMap((group) => group.items))
  readonly missing = computed(() => (this.draft.value ? missingOf(this.draft.value, this.outcome.value, this.items.value) : []))
  private writing: Promise<unknown> = Promise.resolve()

  constructor(private readonly placeId: string) {}

  /** Load the place and its rules; go on with the visit that was begun, or begin one. */
  async open(): Promise<void> {
    const db = work.value
    if (!db) return
    this.place.value = (await db.places.get(this.placeId)) ?? null
    const current = await db.readMeta<PackRules>('rules', NO_RULES)
    const hazards = await db.hazards.where('place_id').equals(this.placeId).toArray()
    this.standing.value = new Map(hazards.map((hazard) => [hazard.item_code, hazard]))
    const begun = await db.drafts.where('place_id').equals(this.placeId).first()
    this.rules.value = begun ? await db.readMeta<PackRules>(`rules:${begun.rulepack_version}`, current) : current
    if (begun) this.draft.value = begun
    else if (this.place.value && current.version) {
      this.draft.value = startVisit({
        place_id: this.placeId,
        place_name: this.place.value.name,
        rulepack_version: current.version,
        checklist_codes: checklistsOf(current, this.place.value),
        now: new Date(),
      })
    }
    if (this.draft.value && !this.draft.value.position) void this.locate()
  }

  private async locate(): Promise<void> {
    const position = await whereAmI()
    if (this.draft.value && position) {
      this.draft.value.position = position
      if (this.draft.value.outcome) await this.keep()
    }
  }

  /** Write the draft to the phone; changes are written in the order they were made. */
  async keep(): Promise<void> {
    const db = work.value
    const draft = this.draft.value
    if (!db || !draft) return
    draft.updated_at = new Date().toISOString()
    const kept = plain(draft)
    const rules = this.rules.value
    this.writing = this.writing
      .then(() =>
        storing(async () => {
          if (rules && !(await db.meta.get(`rules:${rules.version}`))) await db.writeMeta(`rules:${rules.version}`, rules)
          if (this.draft.value?.id === kept.id) await db.drafts.put(kept)
        }),
      )
      .then(
        () => {
          this.problem.value = ''
        },
        (error: unknown) => {
          this.problem.value = wordsForFailure(error)
        },
      )
    await this.writing
  }

  /** Choose the outcome. */
  choose = (code: string): void => {
    if (!this.draft.value) return
    this.draft.value.outcome = code
    void this.keep()
  }

  /** Everything not yet marked is fine. */
  allFine(): void {
    if (this.draft.value) markAllFine(this.draft.value, this.items.value)
    void this.keep()
  }

  answer(item: PackItem, result: Answer['result']): void {
    if (this.draft.value) answerItem(this.draft.value, item, result, this.standing.value.get(item.code))
    void this.keep()
  }

  count(item: PackItem, checked: number | null, bad: number | null): void {
    if (this.draft.value) countItem(this.draft.value, item, checked, bad, this.standing.value.get(item.code))
    void this.keep()
  }

  /** Change the note of a failed item. */
  note(item: PackItem, change: Partial<HazardNote>): void {
    const note = this.draft.value?.hazards[item.code]
    if (note) Object.assign(note, change)
    void this.keep()
  }

  /** Change the visit as a whole. */
  change(change: Partial<Pick<VisitDraft, 'note' | 'photo_ids' | 'clip_ids' | 'signature_photo_id' | 'signer_name' | 'signer_role' | 'orders'>>): void {
    if (this.draft.value) Object.assign(this.draft.value, change)
    void this.keep()
  }

  /** What a photo of this visit is stamped and listed with. */
  photoContext(role: Photo['role'], title: string): PhotoContext {
    const draft = this.draft.value
    return { role, title, owner_id: draft?.id ?? '', place: draft?.place_name ?? '', position: draft?.position ?? null }
  }

  /** Put the finished visit into the queue. Returns its id, or '' with the reason in `problem`. */
  async save(): Promise<string> {
    const db = work.value
    const outcome = this.outcome.value
    if (!db || !this.draft.value || !outcome || this.saving.value) return ''
    this.saving.value = true
    try {
      await this.keep()
      const draft = plain(this.draft.value)
      const ids = photoIdsOf(draft)
      const photos = (await db.photos.bulkGet(ids)).filter((photo) => photo !== undefined)
      const now = new Date()
      const payload = visitPayload(draft, outcome, this.items.value, new Map(photos.map((photo) => [photo.id, photo])), now)
      const kept = new Set(photosIn(payload))
      const named = photos.filter((photo) => kept.has(photo.sha256)).map((photo) => photo.id)
      const { t } = i18n.global
      const notice = noticeOf(draft, this.items.value, [...this.standing.value.values()], account.value?.display_name ?? '', {
        onSite: t('limit.on_site'),
        limit: (item, days) => limitWords(days ?? item.limit_working_days),
        counted: (bad, checked, unit) => t('limit.counted', { bad, checked, unit }),
        advised: (limit) => t('limit.advised', { limit }),
        ordered: (limit) => t('limit.ordered', { limit }),
      }, this.rules.value?.orders ?? [])
      await storing(() => db.writeMeta(`notice:${draft.id}`, { ...notice, outcome: outcome.label, inspected: outcome.inspected }))
      await enqueue(
        db,
        {
          kind: 'visit.submit',
          payload,
          title: draft.place_name,
          detail: notice.lines.length ? t('visit.detail_bad', { outcome: outcome.label, n: notice.lines.length }) : outcome.label,
          place_id: draft.place_id,
          subject_id: draft.id,
          photo_ids: named,
          draft_id: draft.id,
        },
        now,
      )
      for (const photo of photos) if (!named.includes(photo.id)) await dropDraftPhoto(db, photo.id)
      this.draft.value = null
      await syncSoon()
      return draft.id
    } catch (error) {
      this.problem.value = wordsForFailure(error)
      return ''
    } finally {
      this.saving.value = false
    }
  }

  /** Throw the visit away with its photos; nothing of it was ever promised. */
  async discard(): Promise<void> {
    const db = work.value
    const draft = this.draft.value
    if (!db || !draft) return
    this.draft.value = null
    await this.writing
    await db.drafts.delete(draft.id)
    const photos = await db.photos.where('owner_id').equals(draft.id).primaryKeys()
    for (const id of photos) await dropDraftPhoto(db, id)
  }
}

function photosIn(payload: Record<string, unknown>): string[] {
  const text = JSON.stringify(payload)
  return Array.from(text.matchAll(/"(?:signature_)?sha256":"([0-9a-f]{64})"/g), (match) => match[1]!)
}

/** Open the visit of a place for a screen. */
export function useVisit(placeId: string): VisitInProgress {
  const visit = new VisitInProgress(placeId)
  void visit.open()
  return visit
}
