// Numbers that are typed beside a slider.
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

function hearTypedNumbers({ root, signal }) {
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
