// Buttons that copy a text. They are hidden where no script runs: the text itself is in the page.

const SHOWN = 1500;

export function offerCopies() {
  for (const button of document.querySelectorAll('button[data-copy][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
  }
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    copyBySelection(button.dataset.copy); // over plain HTTP browsers offer no clipboard
  }
  tell(button);
}

function copyBySelection(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** Says so for a moment, also to who hears the page. */
function tell(button) {
  if (button.classList.contains('done')) {
    return;
  }
  const { textContent: word, ariaLabel: label } = button;
  button.textContent = button.dataset.tCopied;
  button.ariaLabel = button.dataset.tCopied;
  button.classList.add('done');
  button.focus();
  setTimeout(() => {
    button.textContent = word;
    button.ariaLabel = label;
    button.classList.remove('done');
  }, SHOWN);
}
