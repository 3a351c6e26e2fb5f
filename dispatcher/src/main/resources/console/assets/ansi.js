// Colours of terminals (SGR), as pieces of text with classes. Nothing of a log ever becomes markup.

const SEQUENCE = /\x1b\[([0-9;:]*)m/g;

/** What is in force between one sequence and the next. */
function start() {
  return { fore: null, back: null, bold: false, dim: false, italic: false, underline: false, inverse: false };
}

/** The pieces of a line: [{ text, style }], style null where nothing is in force. */
export function pieces(line) {
  if (!line.includes('\x1b')) {
    return line ? [{ text: line, style: null }] : [];
  }
  const all = [];
  let style = start();
  let from = 0;
  for (const match of line.matchAll(SEQUENCE)) {
    add(all, line.slice(from, match.index), style);
    style = after(style, match[1]);
    from = match.index + match[0].length;
  }
  add(all, line.slice(from), style);
  return all;
}

export function plain(line) {
  return line.includes('\x1b') ? line.replace(SEQUENCE, '') : line;
}

function add(all, text, style) {
  if (text) {
    const isPlain = Object.values(style).every((value) => value === null || value === false);
    all.push({ text, style: isPlain ? null : style });
  }
}

function after(before, parameters) {
  let style = { ...before };
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) style = start();
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.inverse = false;
    else if (code >= 30 && code <= 37) style.fore = code - 30;
    else if (code >= 90 && code <= 97) style.fore = code - 82;
    else if (code >= 40 && code <= 47) style.back = code - 40;
    else if (code >= 100 && code <= 107) style.back = code - 92;
    else if (code === 39) style.fore = null;
    else if (code === 49) style.back = null;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i + 1);
      style[code === 38 ? 'fore' : 'back'] = colour;
      i += used;
    }
  }
  return style;
}

/** 5;N of 256 colours, 2;R;G;B of all; and how many codes that took. */
function extended(codes, at) {
  const byte = (value) => Math.max(0, Math.min(255, value || 0));
  if (codes[at] === 5) {
    const index = byte(codes[at + 1]);
    return [index < 16 ? index : fromCube(index), 2];
  }
  if (codes[at] === 2) {
    return [`rgb(${byte(codes[at + 1])} ${byte(codes[at + 2])} ${byte(codes[at + 3])})`, 4];
  }
  return [null, 0];
}

function fromCube(index) {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (value) => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

/** Puts a piece's style on an element: classes for the named colours, properties for the others. */
export function paint(element, style) {
  for (const [name, colour] of [['f', style.fore], ['b', style.back]]) {
    if (typeof colour === 'number') {
      element.classList.add(`${name}${colour}`);
    } else if (colour !== null) {
      element.style[name === 'f' ? 'color' : 'backgroundColor'] = colour;
    }
  }
  for (const name of ['bold', 'dim', 'italic', 'underline', 'inverse']) {
    element.classList.toggle(name, style[name]);
  }
}
