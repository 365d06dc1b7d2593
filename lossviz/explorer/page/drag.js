// Taking hold of a number: what a hand does to it, and where its handle then stands. Nothing of a page in here.
//
// A handle lies in the figure. Lengths are shares of the figure's width and height, from its left and its top.
//
// @typedef {{ x: number, y: number, value: number, low: number, high: number }} Place
//   Where the picture has the handle, and where along its axis it would be at the ends of its range.
// @typedef {{ along: "x" | "y", min: number, max: number, step: number, rail: [number, number][] }} Track
//   How it can be moved; `rail`: the curve that it stays on, if it stays on one, as points along and across.

// The number of whole steps nearest to a value, without the tail of a float: 0.3, not 0.30000000000000004.
export function rounded(track, value) {
  const steps = Math.round((value - track.min) / track.step);
  const near = Number((track.min + steps * track.step).toPrecision(12));
  return Math.min(track.max, Math.max(track.min, near));
}

// The number for a place along the axis of a handle.
export function valueAt(track, place, share) {
  const along = (share - place.low) / (place.high - place.low);
  return rounded(track, track.min + along * (track.max - track.min));
}

// Where the handle stands when it has another value than that of the picture: on its rail, or straight along its axis.
export function placeOf(track, place, value) {
  const share = place.low + (value - track.min) / (track.max - track.min) * (place.high - place.low);
  const across = track.rail.length ? onRail(track.rail, share) : place[track.along === "x" ? "y" : "x"];
  return track.along === "x" ? { x: share, y: across } : { x: across, y: share };
}

function onRail(rail, share) {
  const next = rail.findIndex(([along]) => along >= share);
  if (next < 1) return rail[next === 0 ? 0 : rail.length - 1][1];
  const [[a, low], [b, high]] = [rail[next - 1], rail[next]];
  return low + (share - a) / (b - a) * (high - low);
}

// The value after a key, or undefined where the key means nothing to a slider.
export function afterKey(track, value, key, shift) {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
  if (key === "Home") return track.min;
  if (key === "End") return track.max;
  return by && rounded(track, value + by * track.step * (shift && Math.abs(by) === 1 ? 10 : 1));
}

// The index of the place nearest to a point, all in pixels.
export function nearest(points, { x, y }) {
  const far = points.map(point => point ? Math.hypot(point.x - x, point.y - y) : Infinity);
  return far.indexOf(Math.min(...far));
}

// The drag: a state, an event, and the state after it. `send`, where there is one, is what the kernel is to be told.
//
// One message is on its way at a time, and then the newest. The hand has its handle until it lets go *and* a picture has
// answered its last value; until then no picture moves it, so that an older one never pulls it back.
//
// @typedef {{ held: null | { id: string, from: number, moved: boolean }, own: null | { id: string, value: number },
//             flight: number, waiting: boolean, count: number }} State
// @typedef {{ type: "press" | "move" | "set", id: string, value: number } | { type: "release" | "cancel" | "lost" }
//           | { type: "picture", answers: number }} Event
export const REST = { held: null, own: null, flight: 0, waiting: false, count: 0 };

export function next(before, event) {
  const state = { ...before, send: undefined };
  switch (event.type) {
    case "press":
      return { ...state, held: { id: event.id, from: event.value, moved: false } };
    case "move":
      return state.held ? wanted({ ...state, held: { ...state.held, moved: true } }, state.held.id, event.value) : state;
    case "set":
      return wanted({ ...state, held: null }, event.id, event.value);
    case "release":
      return settled({ ...state, held: null });
    case "cancel":
      return state.held ? wanted({ ...state, held: null }, state.held.id, state.held.from) : state;
    case "picture":
      return event.answers < state.flight ? state : answered(state);
    case "lost":
      return answered(state);
  }
}

function wanted(state, id, value) {
  if (state.own?.id === id && state.own.value === value) return state;
  const own = { id, value };
  return state.flight ? { ...state, own, waiting: true } : sent({ ...state, own });
}

function sent(state) {
  const count = state.count + 1;
  return { ...state, count, flight: count, waiting: false, send: { ...state.own, count } };
}

function answered(state) {
  return state.waiting ? sent(state) : settled({ ...state, flight: 0 });
}

function settled(state) {
  const free = !state.held && !state.flight && !state.waiting;
  return { ...state, own: free ? null : state.own };
}
