// Names for those who cannot see what a part is: ipywidgets gives none to the handles of its sliders, to the buttons that
// play, and to its images.

function nameParts({ root, model, signal }) {
  const name = () => {
    for (const slider of root.querySelectorAll(".widget-slider")) {
      const handle = slider.querySelector(".noUi-handle");
      if (handle) handle.ariaLabel = slider.querySelector(".widget-label").textContent;
    }
    for (const [icon, words] of Object.entries(model.get("words")))
      root.querySelectorAll(`.lv-play .fa-${icon}`).forEach(sign => { sign.parentElement.ariaLabel = words; });
    // What a picture shows, the sentence below it says.
    root.querySelectorAll("img:not([alt])").forEach(image => { image.alt = ""; });
  };
  // Of the figure there is nothing new to name.
  const isNew = ({ target }) => !target.closest?.(".lv-live");
  const watch = new MutationObserver(changes => changes.some(isNew) && name());
  watch.observe(root, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watch.disconnect());
  name();
}
