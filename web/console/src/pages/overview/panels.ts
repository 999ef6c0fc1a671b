/** The rows of the panels that the desk and the wall both show. */
export interface RankPart {
  code: string
  name: string
  name_en: string
  unit: string
  weight: number
  formula: string
  numerator: string
  denominator: string
  n: number
  of: number
  rate: number | null
  points: number | null
}
export interface RankRow {
  area_path: string
  area_name: string
  rank: number | null
  score: number | null
  version: string
  parts: RankPart[]
}
export interface MonthRow extends Pick<RankRow, 'score' | 'version' | 'parts'> {
  month: string
  from: string
  to: string
}
export interface IntegrityRow {
  area_path: string
  area_name: string
  whole: boolean
  signs: number | null
  found_rate: number | null
  match_rate: number | null
  [figure: string]: number | string | boolean | null
}
export interface PersonRow {
  id: string
  name: string
  posts: string
  visits: number
  not_entered: number
  tasks_due: number
  tasks_done: number
  tasks_missed: number
  last_at: string | null
}
/** The signs of work for show: figure → word. */
export const SIGNS: [string, string][] = [
  ['patrol.doubts_fast', 'fast'],
  ['patrol.doubts_reused', 'reused'],
  ['patrol.doubts_all_fine', 'allFine'],
  ['hazards.closed_not_reshot', 'notReshot'],
]
