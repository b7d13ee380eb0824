// Opens the folds around what the address leads to. Newer browsers do so by themselves.
function openToIt() {
  const place = document.getElementById(location.hash.slice(1));
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.scrollIntoView();
}

window.addEventListener("hashchange", openToIt);
openToIt();
