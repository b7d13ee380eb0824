// A form is sent once, however many times its button is pressed. Pages work without this too.
const PATIENCE = 5000; // milliseconds, for answers that keep the page: a download, a broken line

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if (form.dataset.once === "sent") event.preventDefault();
  form.dataset.once = "sent";
  setTimeout(() => { form.dataset.once = ""; }, PATIENCE);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) form.dataset.once = "";
});
