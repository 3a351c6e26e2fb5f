// The lines of one log as far as they were asked for. Blocks are fetched when rows need them, few at a
// time; of those that were shown longest ago some are forgotten.

const BLOCK = 500;
const MOST_BLOCKS = 120;

export class LogLines {
  constructor(base, changed) {
    this.base = base;
    this.changed = changed;
    this.total = 0;
    this.place = null;
    this.complete = false;
    this.sections = [];
    this.times = new Map();
    this.blocks = new Map();
    this.asked = new Map();
    this.rest = '';
  }

  /** Reads how long the log is, and its last lines. */
  async open() {
    this.take(await this.fetch(0, 1));
    if (this.total > 1) {
      await this.load(Math.floor((this.total - 1) / BLOCK));
    }
  }

  /** A line's text; null while it is being fetched. */
  line(number) {
    const block = this.blocks.get(Math.floor(number / BLOCK));
    const text = block?.[number % BLOCK];
    if (text === undefined) {
      // What did not come is asked for again when it is next in view.
      this.load(Math.floor(number / BLOCK)).catch(() => {});
      return null;
    }
    return text;
  }

  /** When a line came, in milliseconds; null if that is not known. */
  time(number) {
    for (let at = number; at >= 0 && at > number - BLOCK * 2; at--) {
      const time = this.times.get(at);
      if (time !== undefined) {
        return time;
      }
    }
    return null;
  }

  /** Live text is added behind the last whole line. */
  append(text) {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop();
    if (parts.length > 0) {
      this.times.set(this.total, Date.now());
    }
    for (const part of parts) {
      this.push(part);
    }
  }

  /** What has no end yet is a line once nothing follows. */
  end() {
    if (this.rest) {
      this.push(this.rest);
      this.rest = '';
    }
    this.complete = true;
  }

  push(text) {
    const number = this.total++;
    const at = Math.floor(number / BLOCK);
    const block = this.blocks.get(at);
    if (block) {
      block[number % BLOCK] = text;
    } else if (number % BLOCK === 0) {
      this.blocks.set(at, [text]);
    }
    const mark = /^== (checkout|compile|image|push)(:.*| ended early:.*)?$/.exec(text);
    const open = this.sections.at(-1);
    if (mark && mark[2] === undefined) {
      this.sections.push({ stage: mark[1], from: number, to: -1 });
    } else if (mark && open && open.to < 0 && open.stage === mark[1]) {
      open.to = number + 1;
    }
  }

  async load(block) {
    if (this.asked.has(block) || this.asked.size > 3) {
      return this.asked.get(block);
    }
    const wanted = this.fetch(block * BLOCK, BLOCK).then((answer) => {
      const known = this.blocks.get(block);
      const lines = answer.lines.map((line, i) => known?.[i] ?? line);
      for (let i = lines.length; known && i < known.length; i++) {
        lines[i] = known[i];
      }
      this.blocks.set(block, lines);
      answer.times.forEach(([line, time]) => this.times.set(Math.max(line, answer.from), time));
      this.forget(block);
    });
    this.asked.set(block, wanted);
    try {
      await wanted;
    } finally {
      this.asked.delete(block);
    }
    this.changed();
    return undefined;
  }

  /** Far from what is looked at, and never what is being written. */
  forget(near) {
    if (this.blocks.size > MOST_BLOCKS) {
      const last = Math.floor(this.total / BLOCK);
      const far = [...this.blocks.keys()]
        .filter((block) => block !== last)
        .sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
      far.slice(0, MOST_BLOCKS / 4).forEach((block) => this.blocks.delete(block));
    }
  }

  async fetch(from, count) {
    const response = await fetch(`${this.base}/lines?from=${from}&count=${count}`);
    if (response.redirected) {
      location.reload(); // whoever was logged in is not any more
    }
    if (!response.ok || response.redirected) {
      throw new Error(`${response.status}`);
    }
    return response.json();
  }

  take(answer) {
    this.total = answer.total;
    this.place = answer.place;
    this.complete = answer.complete;
    this.sections = answer.sections;
  }

  async search(text) {
    const response = await fetch(`${this.base}/search?q=${encodeURIComponent(text)}`);
    return response.ok && !response.redirected ? response.json() : { total: 0, lines: [] };
  }
}
