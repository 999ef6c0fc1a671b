/** A step of a case as every timeline shows it. */
export interface TimelineStep {
  id: string
  verb_label: string
  actor_name: string
  at: string
  note: string
  from_state: string
  to_state: string
  to_state_label: string
}
