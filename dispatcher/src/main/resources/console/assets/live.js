// Parts of a page that are asked for again: data-live is the pause in seconds. A part that is hidden, or
// in which somebody is typing, is left alone.

export function keepLive() {
  for (const part of document.querySelectorAll('[data-live]')) {
    keep(part.id, Number(part.dataset.live) * 1000);
  }
}

function keep(id, pause) {
  const timer = setInterval(() => {
    const part = document.getElementById(id);
    if (!part || !('live' in part.dataset)) {
      clearInterval(timer);
    } else if (!document.hidden && !part.querySelector('input:focus, select:focus, textarea:focus, dialog[open]')) {
      window.htmx?.trigger(part, 'refresh');
    }
  }, pause);
}
