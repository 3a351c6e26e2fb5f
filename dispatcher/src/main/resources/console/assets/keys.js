// Keys for those who don't reach for the mouse. Nothing happens while somebody types.

let went = 0;

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    if (press(event.key)) {
      event.preventDefault();
    }
  });
}

function isTyping(element) {
  return element instanceof Element && element.closest('input, textarea, select, [contenteditable]') !== null;
}

function press(key) {
  if (went && Date.now() - went < 1500 && go(key)) {
    return true;
  }
  went = key === 'g' ? Date.now() : 0;
  switch (key) {
    case '?':
      document.getElementById('keys').showModal();
      return true;
    case '/':
      return focus(document.querySelector('[data-search]'));
    case 'j':
      return step(1);
    case 'k':
      return step(-1);
    default:
      return false;
  }
}

/** To the entry of the navigation that has the key. */
function go(key) {
  const entry = [...document.querySelectorAll('[data-go]')].find((one) => one.dataset.go === key);
  entry?.click();
  return Boolean(entry);
}

function focus(element) {
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

/** To the next row's link, or the one before. */
function step(by) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  next?.focus();
  return Boolean(next);
}
