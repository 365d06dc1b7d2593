// A curve that is drawn by hand, or by keys: a height over each of some columns. Nothing of a page in here.
//
// Heights are shares of the room, 0 at its bottom; null where nothing has been drawn. A curve has one height at a place,
// so a hand that goes back draws anew what it goes over.
//
// @typedef {{ heights: (number | null)[], pen: null | { column: number, height: number }, cursor: number | null }} Sketch

export const COLUMNS = 101;
// Keys set a point at each so many columns, and raise it by such a share; with Shift by a smaller one.
const APART = 10, RAISE = 0.05, LITTLE = 0.01;

export const EMPTY = { heights: Array(COLUMNS).fill(null), pen: null, cursor: null };

const within = (value, low, high) => Math.min(high, Math.max(low, value));
export const columnOf = x => Math.round(within(x, 0, 1) * (COLUMNS - 1));

// What is drawn between two points.
function joined(heights, from, to) {
  const drawn = [...heights], way = Math.sign(to.column - from.column);
  drawn[to.column] = to.height;
  for (let column = from.column; column !== to.column; column += way) {
    const share = (column - from.column) / (to.column - from.column);
    drawn[column] = from.height + share * (to.height - from.height);
  }
  return drawn;
}

// The pen is put down, or goes on, at a point of the room.
export function penTo(sketch, { x, y }) {
  const point = { column: columnOf(x), height: within(y, 0, 1) };
  return { heights: joined(sketch.heights, sketch.pen ?? point, point), pen: point, cursor: point.column };
}

export const penUp = sketch => ({ ...sketch, pen: null });

// The sketch after a key, or undefined where the key means nothing.
export function drawnByKey(sketch, key, shift) {
  const { heights, cursor } = sketch;
  const aside = { ArrowRight: APART, ArrowLeft: -APART, Home: -COLUMNS, End: COLUMNS }[key];
  const raise = { ArrowUp: 1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[key];
  if (aside === undefined && raise === undefined) return undefined;
  if (cursor === null) return moved(sketch, 0, heights[0] ?? 0.5);
  if (raise === undefined) {
    const to = within(Math.round(cursor / APART) * APART + aside, 0, COLUMNS - 1);
    const next = moved(sketch, to, heights[to] ?? heights[cursor]);
    // What a key passes over for the first time is drawn too.
    return heights[to] === null ? { ...next, heights: joined(next.heights, at(sketch, cursor), at(next, to)) } : next;
  }
  const height = within(heights[cursor] + raise * (shift ? LITTLE : RAISE), 0, 1);
  const raised = moved(sketch, cursor, Number(height.toFixed(4)));
  return [cursor - APART, cursor + APART].filter(column => heights[column] != null).reduce(
    (now, column) => ({ ...now, heights: joined(now.heights, at(now, column), at(now, cursor)) }), raised);
}

const at = (sketch, column) => ({ column, height: sketch.heights[column] });

function moved(sketch, cursor, height) {
  const heights = [...sketch.heights];
  heights[cursor] = height;
  return { heights, pen: null, cursor };
}

// A height for each column: straight over gaps, level beyond the ends. Empty where less than two columns are drawn.
export function whole({ heights }) {
  const known = heights.flatMap((height, column) => height === null ? [] : [column]);
  if (known.length < 2) return [];
  let filled = [...heights];
  known.slice(1).forEach((column, index) => {
    filled = joined(filled, at({ heights }, known[index]), at({ heights }, column));
  });
  const first = known[0], last = known.at(-1);
  return filled.map((height, column) => Number(
    (column < first ? heights[first] : column > last ? heights[last] : height).toFixed(4)));
}

// The pieces that are drawn, each as points of a picture that is 1 wide and 1 high, from its left and its top.
export function pieces({ heights }) {
  const found = [];
  heights.forEach((height, column) => {
    if (height === null) return;
    if (!column || heights[column - 1] === null) found.push([]);
    found.at(-1).push([column / (COLUMNS - 1), 1 - height]);
  });
  return found;
}
