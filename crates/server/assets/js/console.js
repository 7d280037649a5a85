// Comfort for the console and the account centre. Every page works without it; nothing here writes HTML.

// A click elsewhere, or Escape, closes open menus.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Copy a value; the button says so for two seconds.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const name = button.getAttribute("aria-label");
    await navigator.clipboard.writeText(button.dataset.copy);
    button.setAttribute("aria-label", button.dataset.copied);
    button.classList.add("copied");
    document.getElementById("toasts")?.append(button.dataset.copied);
    setTimeout(() => {
      button.setAttribute("aria-label", name);
      button.classList.remove("copied");
      document.getElementById("toasts")?.replaceChildren();
    }, 2000);
  });
}

// Select a whole page of a list, and count what is selected.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const form = all.closest("form");
  const boxes = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const count = form.querySelector("[data-count]");
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = count.dataset.count.replace("{n}", chosen);
    for (const box of boxes) box.closest("tr").classList.toggle("sel", box.checked);
  };
  all.hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; show(); });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

// Name the chosen picture in our own words' place.
for (const box of document.querySelectorAll(".picture")) {
  const input = box.querySelector("input");
  const name = box.querySelector("[data-file-name]");
  box.classList.add("enhanced");
  input.addEventListener("change", () => { if (input.files.length) name.textContent = input.files[0].name; });
}
