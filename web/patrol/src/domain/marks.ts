/** Marks drawn on a photo: circles, arrows and free lines in the photo's own pixels, drawn the same on screen and in the copy. */

export interface Point {
  x: number
  y: number
}

/** `ring`: an ellipse in the box of its two points. `arrow`: from the first point to the second. `line`: through all points. */
export interface Mark {
  kind: 'ring' | 'arrow' | 'line'
  points: Point[]
}

const RED = '#c8102e'
const SHORTEST = 0.015

/** Return a mark begun at a point. */
export function beginMark(kind: Mark['kind'], at: Point): Mark {
  return { kind, points: kind === 'line' ? [at] : [at, at] }
}

/** Return the mark drawn on to a point. */
export function drawnTo(mark: Mark, at: Point): Mark {
  return { ...mark, points: mark.kind === 'line' ? [...mark.points, at] : [mark.points[0]!, at] }
}

/** Tell whether a mark is more than a touch: it reaches over at least 1.5 % of the photo's longer side. */
export function isDrawn(mark: Mark, longestSide: number): boolean {
  const xs = mark.points.map((point) => point.x)
  const ys = mark.points.map((point) => point.y)
  const reach = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  return reach >= longestSide * SHORTEST
}

/** Return the two wings of an arrow's head, `length` long, at 30° to the shaft. */
export function arrowHead(from: Point, to: Point, length: number): [Point, Point] {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  const wing = (turn: number): Point => ({ x: to.x - length * Math.cos(angle + turn), y: to.y - length * Math.sin(angle + turn) })
  return [wing(Math.PI / 6), wing(-Math.PI / 6)]
}

function trace(pen: CanvasRenderingContext2D, mark: Mark, width: number): void {
  const [first, last] = [mark.points[0]!, mark.points[mark.points.length - 1]!]
  pen.beginPath()
  if (mark.kind === 'ring') {
    const [rx, ry] = [Math.abs(last.x - first.x) / 2, Math.abs(last.y - first.y) / 2]
    pen.ellipse((first.x + last.x) / 2, (first.y + last.y) / 2, rx, ry, 0, 0, Math.PI * 2)
  } else {
    pen.moveTo(first.x, first.y)
    for (const point of mark.points.slice(1)) pen.lineTo(point.x, point.y)
    if (mark.kind === 'arrow') {
      const [left, right] = arrowHead(first, last, width * 5)
      pen.moveTo(left.x, left.y)
      pen.lineTo(last.x, last.y)
      pen.lineTo(right.x, right.y)
    }
  }
  pen.stroke()
}

/** Draw marks in red on a white edge, so that they show on dark and on red things; `scale` is canvas px per photo px. */
export function drawMarks(pen: CanvasRenderingContext2D, marks: Mark[], longestSide: number, scale = 1): void {
  const width = Math.max(4, longestSide / 160)
  pen.save()
  pen.scale(scale, scale)
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (const mark of marks) {
    for (const [colour, factor] of [['#fff', 1.9], [RED, 1]] as const) {
      pen.strokeStyle = colour
      pen.lineWidth = width * factor
      trace(pen, mark, width)
    }
  }
  pen.restore()
}
