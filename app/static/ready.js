// Shows the page anew once what it waits for is ready; without it there is a link to look again.
const PAUSE = 3000; // milliseconds

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const waits = !answer || (await answer.text()).includes("data-waits");
  if (waits) setTimeout(look, PAUSE);
  else location.reload();
}

setTimeout(look, PAUSE);
