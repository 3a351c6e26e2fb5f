// Parts of a page that are asked for again: data-live is the pause in seconds. A part that is hidden, or
// in which somebody is typing, is left alone.

export function keepLive() {
  document.addEventListener('htmx:beforeSwap', reloadOtherVersions);
  for (const part of document.querySelectorAll('[data-live]')) {
    keep(part.id, Number(part.dataset.live) * 1000);
  }
}

/** Where a part says that the rest of the page has changed with it. */
function reloadOtherVersions(event) {
  const { target, serverResponse } = event.detail;
  const version = /data-version="(\d+)"/.exec(serverResponse ?? '')?.[1];
  if (version && target.dataset.version && version !== target.dataset.version) {
    event.detail.shouldSwap = false;
    location.reload();
  }
}

function keep(id, pause) {
  const timer = setInterval(() => {
    const part = document.getElementById(id);
    if (!part || !('live' in part.dataset)) {
      clearInterval(timer);
    } else if (!document.hidden && !part.querySelector('input:focus, select:focus, textarea:focus, details[open]')) {
      window.htmx?.trigger(part, 'refresh');
    }
  }, pause);
}
