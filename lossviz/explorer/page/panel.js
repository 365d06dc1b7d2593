// What a page does for an explorer by itself.

// The kernel lays the figure out for the room that it is told of.
function tellRoom({ root, model, el, signal }) {
  let told = "";
  const size = new ResizeObserver(() => {
    const room = [Math.round(el.closest(".lv-live").clientWidth), window.innerHeight];
    if (room[0] && told !== String(room)) model.send({ room });
    told = String(room);
  });
  size.observe(root);
  signal.addEventListener("abort", () => size.disconnect());
}

// Full screen is the browser's own, which lets nobody but a hand ask for it.
function fillScreen({ root, signal }) {
  root.addEventListener("click", event => {
    if (!event.target.closest(".lv-full")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.();
  }, { signal });
}

// What begins when a panel is there.
const beginnings = [hold, keepKeysInside, hearTypedNumbers, tellRoom, fillScreen, nameParts, copyCode];

function render({ model, el }) {
  const stop = new AbortController();
  // The page puts the parts of a panel together after it has made them.
  const wait = () => {
    const root = el.closest(".lv-explorer");
    if (root) {
      const page = { root, model, el, signal: stop.signal };
      beginnings.forEach(begin => begin(page));
      // Until it is there, the panel says that the picture cannot be taken hold of.
      root.classList.add("lv-able");
    } else if (!stop.signal.aborted) requestAnimationFrame(wait);
  };
  wait();
  return () => stop.abort();
}

export default { render };
