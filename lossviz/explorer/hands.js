// What a page does for an explorer by itself: numbers that are typed beside a slider.
//
// The sliders are those of ipywidgets. Their number can be typed, but only Enter takes it, "0,5" becomes 0, and Enter
// alone replaces 0.995, shown as 1.00, by 1. Here leaving the number takes it, a number that nobody has typed stays, and
// what is typed is understood as people write it, or put back where it is no number of the slider's.

const NUMBER = ".widget-readout[contenteditable]";

// A number as people type it: decimal point or comma, groups of three digits, a true minus sign, per cent. Else NaN.
export function typed(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(/\s/g, "");
  const per = plain.endsWith("%") ? 100 : 1;
  let digits = plain.replace(/%$/, "");
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(digits)) digits = digits.replaceAll(",", "");
  else if (/^[-+]?\d*,\d*$/.test(digits)) digits = digits.replace(",", ".");
  // Number("") is 0, and Number("0x10") is 16.
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits) ? Number(digits) / per : NaN;
}

function listen(root, signal) {
  const before = new WeakMap();
  const number = event => event.target.closest?.(NUMBER);

  // Whether there is something to be taken; if so it is written as the slider reads it.
  const isTyped = readout => {
    if (readout.textContent === before.get(readout)) return false;
    const value = typed(readout.textContent);
    const handle = readout.closest(".widget-slider").querySelector(".noUi-handle");
    // No comparison with NaN holds.
    const allowed = handle.ariaValueMin <= value && value <= handle.ariaValueMax;
    readout.textContent = allowed ? String(value) : before.get(readout);
    return allowed;
  };

  root.addEventListener("focusin", event => {
    const readout = number(event);
    if (readout) before.set(readout, readout.textContent);
  }, { signal });

  root.addEventListener("keydown", event => {
    const readout = number(event);
    if (!readout || event.key !== "Enter") return;
    if (isTyped(readout)) {
      // The slider, which hears the key next, takes the number and writes it its own way.
      setTimeout(() => before.set(readout, readout.textContent));
    } else {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { signal, capture: true });

  root.addEventListener("focusout", event => {
    const readout = number(event);
    // The slider takes a number at a "blur" that bubbles, which that of a browser does not.
    if (readout && isTyped(readout)) readout.dispatchEvent(new Event("blur", { bubbles: true }));
  }, { signal });
}

// Keys mean what they mean to the explorer, and not what the notebook would do with its cell: cut it, delete it.
// With Ctrl, Alt or Cmd they stay the notebook's: Ctrl+S saves it. Escape leaves the explorer, to its cell.
function keepKeysInside(root, signal) {
  const ours = event => !event.ctrlKey && !event.metaKey && !event.altKey;
  // JupyterLab listens at the document before anybody in it, and leaves out what has this mark.
  window.addEventListener("keydown", event => {
    if (!root.contains(event.target)) return;
    root.toggleAttribute("data-lm-suppress-shortcuts", ours(event));
    if (event.key === "Escape") leave(root);
  }, { signal, capture: true });
  root.addEventListener("keydown", event => ours(event) && event.stopPropagation(), { signal });
}

function leave(root) {
  document.activeElement?.blur();
  root.closest(".jp-Notebook, .jp-Cell")?.focus();
}

function render({ el }) {
  const stop = new AbortController();
  // The page puts the parts of a panel together after it has made them.
  const wait = () => {
    const root = el.closest(".lv-explorer");
    if (root) [keepKeysInside, listen].forEach(begin => begin(root, stop.signal));
    else if (!stop.signal.aborted) requestAnimationFrame(wait);
  };
  wait();
  return () => stop.abort();
}

export default { render };
