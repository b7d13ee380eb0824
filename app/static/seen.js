// Tells that an invitation was opened by a person's browser; without it nothing is lost.
const seen = document.querySelector("form[data-seen]");
if (seen) fetch(seen.action, { method: "POST", body: new FormData(seen) });
