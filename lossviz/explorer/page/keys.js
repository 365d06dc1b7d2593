// Keys mean what they mean to the explorer, and not what the notebook would do with its cell: cut it, delete it.
// With Ctrl, Alt or Cmd they stay the notebook's: Ctrl+S saves it. Ctrl+Z and Ctrl+Y are the explorer's own. Escape
// leaves the explorer, to its cell. Each key of an explorer presses a button of it, so a mouse can do the same.

const BUTTONS = { r: ".lv-reset", k: ".lv-keep", "?": ".lv-help", l: ".lv-lecture.widget-toggle-button", f: ".lv-full", " ": ".lv-play button" };
// What needs these keys for itself.
const TYPED_INTO = "input, select, textarea, [contenteditable]";
const PRESSED = "button, [role=switch]";

function button(root, event) {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey || (key !== "z" && key !== "y")) return null;
    return root.querySelector(key === "y" || event.shiftKey ? ".lv-redo" : ".lv-undo");
  }
  if (event.altKey || (key === " " && event.target.closest(PRESSED))) return null;
  if (/^[1-9]$/.test(key)) return root.querySelectorAll(".lv-preset")[key - 1];
  return root.querySelector(BUTTONS[key] ?? ":not(*)");
}

function keepKeysInside({ root, signal }) {
  // A click on the picture is enough for the keys to be the explorer's.
  root.tabIndex = -1;
  const ours = event => !event.target.closest(TYPED_INTO) && button(root, event);
  const stays = event => ours(event) || !(event.ctrlKey || event.metaKey || event.altKey);
  // JupyterLab and Notebook listen at the document before anybody in it. They leave out what has this mark, and look for
  // it from what has the focus upwards.
  window.addEventListener("keydown", event => {
    if (!root.contains(event.target)) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", Boolean(stays(event)));
    // A handle that is held is let go first. Some controls keep their keys to themselves: so not later than here.
    if (event.key === "Escape" && !root.querySelector(".lv-held")) leave(root);
  }, { signal, capture: true });
  root.addEventListener("keydown", event => {
    const pressed = ours(event);
    if (pressed) {
      event.preventDefault();
      pressed.click();
    }
    if (stays(event)) event.stopPropagation();
  }, { signal });
}

function leave(root) {
  if (document.fullscreenElement) return document.exitFullscreen();
  document.activeElement?.blur();
  root.closest(".jp-Notebook, .jp-Cell")?.focus();
}
