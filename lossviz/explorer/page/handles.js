// Handles: what can be taken hold of in the picture, and in the formula. They lie above it as elements of the page, large
// enough for a finger, and a hand moves them in the page itself; the picture, which the kernel draws, comes after them.

// A number in the formula goes from end to end of its range in so many pixels.
const SIDEWAYS = 260;
// Milliseconds after which a message that no picture has answered counts as lost: the kernel was interrupted.
const PATIENCE = 2000;
// Milliseconds of quiet after which a move is told to those who cannot see it.
const QUIET = 400;

function hold({ root, model, el, signal }) {
  const live = el.closest(".lv-live");
  const boxes = new Map();
  const teller = Object.assign(document.createElement("div"), { className: "lv-told", role: "status" });
  el.append(teller);
  let state = REST, places = [], pointer = null, lost = 0, telling = 0, words = null;

  const controls = () => model.get("controls");
  const track = box => ({ ...controls()[box.id], along: box.along, rail: model.get("rails")[box.key] ?? [] });
  const valueOf = box => state.own?.id === box.id ? state.own.value : box.place.value;

  function tell(event) {
    state = next(state, event);
    if (state.send) {
      const { id, value, count } = state.send;
      model.send({ ...controls()[id].path, value, count });
      clearTimeout(lost);
      lost = setTimeout(() => tell({ type: "lost" }), PATIENCE);
    }
    boxes.forEach(draw);
  }

  // Where the handles are, from what the kernel has sent, or from the hand that holds one.

  function read() {
    const now = live.querySelector(".lv-moving");
    if (!now) return;
    el.style.aspectRatio = model.get("ratio");
    places = JSON.parse(now.dataset.places);
    arrange();
    tell({ type: "picture", answers: Number(now.dataset.answers) });
    if (words !== null && words !== now.dataset.told) announce(now.dataset.told);
    words = now.dataset.told;
  }

  function announce(text) {
    clearTimeout(telling);
    telling = setTimeout(() => state.held ? announce(text) : teller.textContent = text, QUIET);
  }

  // One element for each handle, kept as long as there is one, so that it keeps the focus and the pointer.
  function arrange() {
    const wanted = new Map();
    model.get("handles").forEach(({ id, along }, index) => {
      const name = `figure ${index} ${id}`, [x, y, value, low, high] = places[index] ?? [];
      // What a hand holds stays where it was held, even if the picture no longer shows it.
      const isHeld = pointer && pointer.box === boxes.get(name);
      const place = isHeld && !places[index] ? pointer.box.place : { x, y, value, low, high };
      wanted.set(name, { id, along, key: index, place });
    });
    live.querySelectorAll(".lv-formula [data-control]").forEach((number, index) => {
      const { control: id } = number.dataset;
      wanted.set(`formula ${index} ${id}`, { id, along: "x", key: null, number, place: inFormula(id, number) });
    });
    for (const [name, box] of boxes) if (!wanted.has(name)) { box.element.remove(); boxes.delete(name); }
    for (const [name, { id, ...rest }] of wanted) {
      if (!boxes.has(name)) boxes.set(name, { element: made(name) });
      Object.assign(boxes.get(name), { id, ...rest });
    }
  }

  function inFormula(id, number) {
    const { min, max } = controls()[id], value = Number(number.dataset.value);
    const low = -(value - min) / (max - min) * SIDEWAYS;
    return { x: 0, y: 0, value, low, high: low + SIDEWAYS };
  }

  function made(name) {
    const element = document.createElement("div");
    element.className = "lv-handle";
    element.dataset.name = name;
    element.tabIndex = 0;
    el.append(element);
    return element;
  }

  function draw(box) {
    const { element, place, number } = box, { name, digits, unit, options, min, max } = controls()[box.id];
    const seen = Number.isFinite(place.x) && Number.isFinite(place.y);
    element.hidden = !seen;
    if (!seen) return;
    const value = valueOf(box), isSwitch = box.along === "press";
    if (number) {
      const frame = el.getBoundingClientRect(), { left, top, width, height } = number.getBoundingClientRect();
      box.at = { x: left + width / 2 - frame.left, y: top + height / 2 - frame.top };
      Object.assign(element.style, { left: `${box.at.x}px`, top: `${box.at.y}px`, width: `${width}px` });
    } else {
      const at = isSwitch || value === place.value ? place : placeOf(track(box), place, value);
      box.at = { x: at.x * el.clientWidth, y: at.y * el.clientHeight };
      Object.assign(element.style, { left: `${100 * at.x}%`, top: `${100 * at.y}%` });
    }
    element.dataset.along = box.along;
    element.classList.toggle("lv-held", pointer?.box === box);
    element.setAttribute("role", isSwitch ? "switch" : "slider");
    element.setAttribute("aria-label", name);
    if (isSwitch) element.setAttribute("aria-checked", value === 1);
    else {
      const shown = value.toFixed(digits).replace("-", "−");
      element.setAttribute("aria-valuemin", min);
      element.setAttribute("aria-valuemax", max);
      element.setAttribute("aria-valuenow", value);
      element.setAttribute("aria-valuetext", unit ? `${shown} ${unit}` : shown);
      element.setAttribute("aria-orientation", box.along === "y" ? "vertical" : "horizontal");
    }
  }

  // What a hand does.

  const all = () => [...boxes.values()];
  const of = target => all().find(box => box.element === target);

  function under(event) {
    const frame = el.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    return all()[nearest(all().map(box => box.element.hidden ? null : box.at), at)];
  }

  // The place of the pointer along the axis of a handle, in the measure of its place.
  function share(box, event) {
    const frame = el.getBoundingClientRect();
    if (box.number) return event.clientX - pointer.x;
    return box.along === "x" ? (event.clientX - frame.left) / frame.width : (event.clientY - frame.top) / frame.height;
  }

  function press(event) {
    if (event.button || pointer || !of(event.target)) return;
    const box = under(event);
    event.preventDefault();
    box.element.focus({ preventScroll: true });
    box.element.setPointerCapture(event.pointerId);
    pointer = { id: event.pointerId, box, x: event.clientX, y: event.clientY, place: box.place };
    const now = placeOf(track(box), box.place, valueOf(box));
    pointer.offset = box.number ? 0 : share(box, event) - (box.along === "x" ? now.x : now.y);
    tell({ type: "press", id: box.id, value: valueOf(box) });
  }

  function move(event) {
    if (!pointer) {
      const near = of(event.target) && under(event);
      return boxes.forEach(box => box.element.classList.toggle("lv-near", box === near));
    }
    const { box, place, offset } = pointer;
    if (event.pointerId !== pointer.id || box.along === "press") return;
    // A number of the formula counts from where it was; a handle from where the picture has its axis now.
    const along = box.number ? place : box.place;
    const value = valueAt(track(box), along, share(box, event) - offset);
    if (value !== valueOf(box) || state.held?.moved) tell({ type: "move", value });
  }

  function release(event) {
    if (event.pointerId !== pointer?.id) return;
    const { box } = pointer, moved = state.held?.moved;
    pointer = null;
    tell({ type: "release" });
    if (!moved) tell({ type: "set", id: box.id, value: box.along === "press" ? 1 - valueOf(box) : valueOf(box) });
  }

  function key(event) {
    const box = of(event.target);
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && pointer) {
      pointer = null;
      return tell({ type: "cancel" });
    }
    const isSwitch = box.along === "press";
    const value = isSwitch
      ? (event.key === " " || event.key === "Enter" ? 1 - valueOf(box) : undefined)
      : afterKey(controls()[box.id], valueOf(box), event.key, event.shiftKey);
    if (value === undefined) return;
    event.preventDefault();
    tell({ type: "set", id: box.id, value });
  }

  el.addEventListener("pointerdown", press, { signal });
  el.addEventListener("pointermove", move, { signal });
  el.addEventListener("pointerleave", move, { signal });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) el.addEventListener(end, release, { signal });
  el.addEventListener("keydown", key, { signal });
  // What the kernel sends replaces the picture and its words as a whole.
  const watch = new MutationObserver(changes => changes.some(({ target }) => !el.contains(target)) && read());
  watch.observe(live, { childList: true, subtree: true });
  const size = new ResizeObserver(() => boxes.forEach(draw));
  size.observe(live);
  for (const what of ["controls", "handles", "rails"]) model.on(`change:${what}`, read);
  signal.addEventListener("abort", () => {
    watch.disconnect();
    size.disconnect();
    for (const what of ["controls", "handles", "rails"]) model.off(`change:${what}`, read);
    clearTimeout(lost);
    clearTimeout(telling);
  });
  read();
}
