// Comfort for hosted pages. Every page works without it; nothing here writes HTML.

// Show and hide a password.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = button.closest(".group").querySelector("input");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  if (input.form) input.form.addEventListener("submit", () => { input.type = "password"; });
}

// Tick password rules while typing; the server decides.
const checks = {
  min_length: (text, number) => [...text.normalize("NFC")].length >= number,
  max_length: (text, number) => text && [...text.normalize("NFC")].length <= number,
  letter: (text) => /[a-z]/i.test(text),
  lower: (text) => /[a-z]/.test(text),
  upper: (text) => /[A-Z]/.test(text),
  digit: (text) => /[0-9]/.test(text),
  special: (text) => /[!-/:-@[-`{-~]/.test(text),
  no_space: (text) => text && !/\s/.test(text),
};
for (const list of document.querySelectorAll("[data-rules-for]")) {
  const input = document.getElementById(list.dataset.rulesFor);
  const tick = () => {
    for (const rule of list.querySelectorAll("[data-rule]")) {
      const check = checks[rule.dataset.rule];
      if (check) rule.classList.toggle("met", !!check(input.value, Number(rule.dataset.number)));
    }
  };
  input.addEventListener("input", tick);
  tick();
}

// Count down to the moment a code can be sent again.
for (const button of document.querySelectorAll("[data-wait]")) {
  const end = performance.now() + Number(button.dataset.wait) * 1000;
  const step = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? button.dataset.waiting.replace("{n}", left) : button.dataset.ready;
    if (left > 0) setTimeout(step, 500);
  };
  step();
}

// A second click on a form that is on its way does nothing.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => { sent.delete(form); form.removeAttribute("aria-busy"); }, 8000);
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) { sent.delete(form); form.removeAttribute("aria-busy"); }
});

// Switching the language or the tab keeps what was typed, except passwords and codes.
const kept = "input[type=text]:not(#code), input[type=email], input[type=tel]";
for (const link of document.querySelectorAll("[data-keep-form]")) {
  link.addEventListener("click", () => {
    const typed = {};
    for (const input of document.querySelectorAll(kept)) typed[input.name] = input.value;
    try { sessionStorage.setItem("typed", JSON.stringify(typed)); } catch { /* storage is switched off */ }
  });
}
try {
  const typed = JSON.parse(sessionStorage.getItem("typed") || "{}");
  sessionStorage.removeItem("typed");
  for (const input of document.querySelectorAll(kept)) if (!input.value && !input.readOnly && typed[input.name]) input.value = typed[input.name];
} catch { /* storage is switched off */ }

// Exact times in the reader's own zone.
for (const time of document.querySelectorAll("time[datetime]")) {
  const local = new Date(time.dateTime).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "long" });
  if (time.title) time.title = local; else time.textContent = local;
}
