// Makes the pages quicker; every page works without it.
for (const form of document.querySelectorAll("form[data-scan]")) {
  const file = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const asked = button.innerHTML;
  file.addEventListener("change", () => file.files.length && form.requestSubmit());
  form.addEventListener("submit", () => {
    button.textContent = form.dataset.scan;
    form.classList.add("press");
    form.setAttribute("aria-busy", "true");
  });
  // A person who comes back by the browser's own button finds the form ready again.
  addEventListener("pageshow", () => {
    button.innerHTML = asked;
    form.classList.remove("press");
    form.removeAttribute("aria-busy");
  });
}
addEventListener("keydown", (event) => {
  const box = document.querySelector("input[type=search]");
  if (event.key === "/" && box && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});
