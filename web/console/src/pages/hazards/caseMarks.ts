/** The marks of cases on the map: each its own shape and letter besides its colour, the same in the legend. */
import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl'
import type { Schemas } from '@shared/api/client'
import { colour, fontFamily, type Token } from '@shared/theme/colours'

export const MARKS = ['late', 'soon', 'open', 'done'] as const
export type Mark = (typeof MARKS)[number]

const SHAPES: Record<Mark, { token: Token; path: string; middle: number }> = {
  late: { token: 'red', path: 'M16 2 31 29H1Z', middle: 21 },
  soon: { token: 'amber', path: 'M16 1 31 16 16 31 1 16Z', middle: 16.5 },
  open: { token: 'blue', path: 'M16 2A14 14 0 1 1 16 30 14 14 0 1 1 16 2Z', middle: 16.5 },
  done: { token: 'green', path: 'M4 4H28V28H4Z', middle: 16.5 },
}
const SCALE = 3

export const shapeOf = (mark: Mark) => ({ fill: `var(--fs-${SHAPES[mark].token})`, path: SHAPES[mark].path, middle: SHAPES[mark].middle })

export function markOf(held: Schemas['MapMarks']): Mark {
  return held.overdue ? 'late' : held.due_soon ? 'soon' : held.open ? 'open' : 'done'
}

/** The mark of a feature as the map works it out. */
const WHICH: ExpressionSpecification = [
  'case', ['>', ['get', 'overdue'], 0], 'late', ['>', ['get', 'due_soon'], 0], 'soon', ['>', ['get', 'open'], 0], 'open', 'done',
]

function picture(mark: Mark, letter: string): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 32 * SCALE
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.scale(SCALE, SCALE)
  const shape = new Path2D(SHAPES[mark].path)
  pen.fillStyle = colour(SHAPES[mark].token)
  pen.fill(shape)
  pen.strokeStyle = colour('paper')
  pen.lineWidth = 1.5
  pen.stroke(shape)
  pen.fillStyle = colour('paper')
  pen.font = `600 13px ${fontFamily()}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(letter, 16, SHAPES[mark].middle)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

/** Adds the layers: the mark with its letter, below it how many cases and, near by, the place's name. */
export function addCaseLayers(map: MapLibre, source: string, words: { letters: Record<Mark, string>; late: string }): void {
  for (const mark of MARKS) {
    const image = picture(mark, words.letters[mark])
    if (image) map.addImage(mark, image, { pixelRatio: SCALE })
  }
  const text = { 'text-font': ['Noto Sans CJK SC'], 'text-size': 12, 'text-anchor': 'top' as const }
  const inked = { 'text-color': colour('ink'), 'text-halo-color': colour('paper'), 'text-halo-width': 1.5 }
  map.addLayer({
    id: 'cases', type: 'symbol', source,
    layout: {
      'icon-image': WHICH, 'icon-allow-overlap': true, 'text-allow-overlap': true, 'text-ignore-placement': true, ...text, 'text-offset': [0, 1.2],
      'icon-size': ['interpolate', ['linear'], ['log10', ['get', 'n']], 0, 0.8, 2, 1.05, 4, 1.5],
      'symbol-sort-key': ['get', 'overdue'],
      'text-field': ['case', ['>', ['get', 'n'], 1], ['case', ['>', ['get', 'overdue'], 0], ['concat', ['to-string', ['get', 'n']], ' · ', words.late, ['to-string', ['get', 'overdue']]], ['to-string', ['get', 'n']]], ''],
    },
    paint: inked,
  })
  map.addLayer({ id: 'case-names', type: 'symbol', source, minzoom: 16, filter: ['has', 'name'], layout: { ...text, 'text-field': ['get', 'name'], 'text-offset': [0, 2.4] }, paint: inked })
}
