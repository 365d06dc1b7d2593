// The line of code that makes the picture again, for a slide or a chat.

function copyCode({ root, signal }) {
  root.addEventListener("click", async event => {
    const button = event.target.closest(".lv-copy");
    if (!button) return;
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      // A page that was not opened safely may not write there: Ctrl+C can.
      getSelection().selectAllChildren(code);
    }
  }, { signal });
}
