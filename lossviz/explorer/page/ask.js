// What a page does for an explorer that asks first: a curve is drawn in the picture, by hand or by keys; Enter answers.

function paper(el) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.append(document.createElementNS(svg.namespaceURI, "path"), document.createElementNS(svg.namespaceURI, "path"));
  const box = Object.assign(document.createElement("div"), { className: "lv-sketch", tabIndex: 0, hidden: true });
  box.setAttribute("role", "slider");
  box.setAttribute("aria-orientation", "vertical");
  box.append(svg);
  el.append(box);
  return box;
}

function letDraw({ model, el, signal }) {
  const box = paper(el), [line, dot] = box.querySelectorAll("path");
  let sketch = EMPTY, pointer = null;
  const room = () => model.get("sketch");

  function read() {
    const now = room();
    box.hidden = !now.width;
    if (box.hidden) return;
    for (const [side, of] of [["left", "left"], ["top", "top"], ["width", "width"], ["height", "height"]])
      box.style[side] = `${100 * now[of]}%`;
    box.setAttribute("aria-label", now.label);
    if (pointer === null && now.heights.length) sketch = { ...sketch, pen: null, heights: now.heights };
    draw();
  }

  function draw() {
    const { x, y, x_name, y_name } = room(), { heights, cursor } = sketch;
    line.setAttribute("d", pieces(sketch).map(points => `M${points.map(point => point.join(" ")).join("L")}`).join(""));
    const column = cursor ?? 0, height = heights[column] ?? 0.5;
    dot.setAttribute("d", cursor === null ? "" : `M${column / (COLUMNS - 1)} ${1 - height}h0`);
    const value = (ends, share) => Number((ends[0] + share * (ends[1] - ends[0])).toPrecision(3));
    box.setAttribute("aria-valuemin", y[0]);
    box.setAttribute("aria-valuemax", y[1]);
    box.setAttribute("aria-valuenow", value(y, height));
    const words = `${x_name} = ${value(x, column / (COLUMNS - 1))}: ${y_name} ${value(y, height)}`;
    box.setAttribute("aria-valuetext", words.replaceAll("-", "−"));
  }

  const send = () => model.send({ control: "ask", value: whole(sketch) });
  const point = event => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: 1 - (event.clientY - top) / height };
  };

  function press(event) {
    if (event.button || pointer !== null) return;
    event.preventDefault();
    box.focus({ preventScroll: true });
    box.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    sketch = penTo(penUp(sketch), point(event));
    draw();
  }

  function move(event) {
    if (event.pointerId !== pointer) return;
    // A quick hand is at several places between two frames.
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) sketch = penTo(sketch, point(one));
    draw();
  }

  function release(event) {
    if (event.pointerId !== pointer) return;
    pointer = null;
    sketch = penUp(sketch);
    send();
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = drawnByKey(sketch, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    sketch = next;
    draw();
    send();
  }

  box.addEventListener("pointerdown", press, { signal });
  box.addEventListener("pointermove", move, { signal });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) box.addEventListener(end, release, { signal });
  box.addEventListener("keydown", key, { signal });
  model.on("change:sketch", read);
  signal.addEventListener("abort", () => model.off("change:sketch", read));
  read();
}

// What waits for the answer.
const LOCKED = ".noUi-handle, .lv-preset, .lv-reset, .lv-undo, .lv-redo, .lv-keep, .lv-step";

// Whether the marker in the picture and its slider stand at the same number.
function agree(root) {
  const marker = root.querySelector(".lv-handle[data-name$=' ask']"), slider = root.querySelector(".lv-form .widget-readout");
  const shown = [marker?.getAttribute("aria-valuetext"), slider?.textContent].map(text => text?.replace("−", "-"));
  return !marker || !slider || shown[0] === shown[1];
}

// Enter answers; and when the answer has come, the keys are the explorer's, whose widgets for it are gone.
function hearAnswer({ root, signal }) {
  let hand = false;
  root.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !event.target.closest(".lv-answer-field, .lv-sketch")) return;
    event.preventDefault();
    // What is typed is sent first.
    if (event.target.matches("input")) event.target.blur();
    root.querySelector(".lv-answer").click();
    // A field keeps its keys to itself.
  }, { signal, capture: true });
  // A marker is answered where it is seen: not before the kernel, which may be busy, knows where that is.
  let waits = 0;
  root.addEventListener("click", event => {
    const answer = event.target.closest(".lv-answer");
    if (!answer || agree(root) || waits > PATIENCE / 50) return waits = 0;
    waits += 1;
    event.stopImmediatePropagation();
    setTimeout(() => answer.click(), 50);
  }, { signal, capture: true });
  root.addEventListener("click", event => { hand = hand || Boolean(event.target.closest(".lv-answers")); }, { signal });
  const lock = asks => root.querySelectorAll(LOCKED).forEach(one => {
    if (!one.closest(".lv-form")) asks ? one.setAttribute("aria-disabled", "true") : one.removeAttribute("aria-disabled");
  });
  // A panel's parts come one by one.
  const parts = new MutationObserver(() => lock(true));
  const look = () => {
    const asks = root.classList.contains("lv-asking");
    lock(asks);
    if (asks) parts.observe(root, { childList: true, subtree: true });
    else parts.disconnect();
    if (!asks && hand) root.focus({ preventScroll: true });
    hand = hand && asks;
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { attributes: true, attributeFilter: ["class"] });
  signal.addEventListener("abort", () => {
    watch.disconnect();
    parts.disconnect();
  });
  look();
}

beginnings.push(letDraw, hearAnswer);
