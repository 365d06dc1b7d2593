// What a page does for a question. The kernel knows what is right: the page sends what was chosen or typed, and shows
// what comes back.

function made(tag, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

function render({ model, el }) {
  const stop = new AbortController(), { signal } = stop;
  const words = model.get("words"), id = `lq-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const text = made("div", { className: "lq-question", id });
  const answers = made("div", { className: "lq-answers" });
  const check = made("button", { className: "lq-check", type: "submit", textContent: words.check });
  const next = made("button", { className: "lq-next", type: "button", textContent: words.next ?? "", hidden: !words.next });
  const status = made("div", { className: "lq-feedback" });
  status.setAttribute("role", "status");
  const root = made("form", { className: "lq-card", noValidate: true, lang: words.lang }, text, answers,
    made("div", { className: "lq-buttons" }, check, next), status);
  root.dataset.size = words.size;
  let inputs = [];

  function choice(html, index) {
    const input = made("input", { type: "radio", name: id, value: index });
    const mark = made("span", { className: "lq-mark" });
    mark.setAttribute("aria-hidden", "true");
    return made("label", { className: "lq-choice" }, input, made("span", { innerHTML: html }), mark);
  }

  function field() {
    const input = made("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    input.setAttribute("aria-describedby", id);
    return made("label", { className: "lq-typed" }, made("span", { textContent: words.field }), input);
  }

  function ask() {
    const choices = model.get("choices");
    text.innerHTML = model.get("question");
    answers.replaceChildren(...choices.length ? choices.map(choice) : [field()]);
    inputs = [...answers.querySelectorAll("input")];
    if (choices.length) {
      answers.setAttribute("role", "radiogroup");
      answers.setAttribute("aria-labelledby", id);
    }
    tell();
  }

  function tell() {
    const { html = "", right, given } = model.get("feedback");
    status.innerHTML = html;
    status.dataset.right = html ? String(right) : "";
    inputs.forEach((input, index) => {
      const is = html && input.type === "radio" && index === given;
      input.closest("label").dataset.right = is ? String(right) : "";
      if (is) input.checked = true;
    });
  }

  function answer(event) {
    event.preventDefault();
    const [first] = inputs, chosen = inputs.findIndex(input => input.checked);
    if (first.type === "text") model.send({ typed: first.value });
    else if (chosen >= 0) model.send({ choice: chosen });
    else {
      status.textContent = words.pick;
      first.focus();
    }
  }

  function number(event) {
    const { key, ctrlKey, metaKey, altKey } = event, input = inputs[key - 1];
    if (ctrlKey || metaKey || altKey || input?.type !== "radio") return;
    event.preventDefault();
    input.checked = true;
    input.focus();
  }

  root.addEventListener("submit", answer, { signal });
  root.addEventListener("keydown", number, { signal });
  next.addEventListener("click", () => {
    model.send({ next: true });
    inputs[0].focus();
  }, { signal });
  // Said anew even where the words are the same.
  const heard = () => {
    status.textContent = "";
    requestAnimationFrame(tell);
  };
  const asked = () => {
    const had = root.contains(document.activeElement);
    ask();
    if (had) inputs[0].focus();
  };
  model.on("change:feedback", heard);
  model.on("change:question", asked);
  signal.addEventListener("abort", () => {
    model.off("change:feedback", heard);
    model.off("change:question", asked);
  });
  keepKeysInside({ root, signal });
  ask();
  el.append(root);
  return () => stop.abort();
}

export default { render };
