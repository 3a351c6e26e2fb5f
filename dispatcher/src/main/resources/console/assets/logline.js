// One line of a log as elements. Its text is only ever put in as text.
import { paint, pieces } from './ansi.js';

const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

export function lineElement({ number, text, time, wanted, fold, words }) {
  const line = document.createElement('div');
  line.className = 'line';
  if (fold) {
    line.append(foldButton(number, fold, words));
    line.classList.add('head-line');
  }
  const link = document.createElement('a');
  link.className = 'no';
  link.href = `#L${number + 1}`;
  link.dataset.line = number;
  link.textContent = number + 1;
  link.setAttribute('aria-label', words.tLine.replace('{0}', number + 1));
  line.append(link);
  if (time !== undefined) {
    const stamp = document.createElement('span');
    stamp.className = 'stamp';
    stamp.textContent = time === null ? '' : clock.format(time);
    line.append(stamp);
  }
  const code = document.createElement('code');
  if (text === null) {
    line.dataset.pending = 'true';
    code.textContent = '…';
  } else {
    fill(code, text, wanted);
  }
  line.append(code);
  if (fold?.folded) {
    const count = document.createElement('span');
    count.className = 'folded';
    count.textContent = words.tLines.replace('{0}', fold.lines);
    line.append(count);
  }
  return line;
}

function foldButton(number, fold, words) {
  const button = document.createElement('button');
  button.className = 'fold';
  button.type = 'button';
  button.dataset.line = number;
  button.setAttribute('aria-expanded', String(!fold.folded));
  button.setAttribute('aria-label', fold.folded ? words.tUnfold : words.tFold);
  button.textContent = fold.folded ? '▸' : '▾';
  return button;
}

function fill(code, text, wanted) {
  for (const piece of pieces(text)) {
    const into = piece.style ? document.createElement('span') : code;
    if (piece.style) {
      paint(into, piece.style);
      code.append(into);
    }
    addMarked(into, piece.text, wanted);
  }
}

/** The text, with what is searched for marked. */
function addMarked(into, text, wanted) {
  if (!wanted) {
    into.append(text);
    return;
  }
  const lower = text.toLowerCase();
  const sought = wanted.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, from)) {
    into.append(text.slice(from, at));
    const mark = document.createElement('mark');
    mark.textContent = text.slice(at, at + sought.length);
    into.append(mark);
    from = at + sought.length;
  }
  into.append(text.slice(from));
}
