// The log of a build: only the lines in view are in the page, however many there are.
import { LogLines } from './loglines.js';
import { Folds } from './folds.js';
import { lineElement } from './logline.js';

const ROW = 19;
const SPARE = 25;

class LogView {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.part = (name) => section.querySelector(`[data-part="${name}"]`);
    this.viewport = this.part('lines');
    this.all = this.part('all');
    this.lines = new LogLines(section.dataset.base, () => this.draw());
    this.folds = new Folds();
    this.found = { wanted: '', lines: [], total: 0, at: -1 };
    this.marked = null;
    this.drawn = new Map();
  }

  async start() {
    this.listen();
    try {
      await this.lines.open();
    } catch {
      this.part('count').textContent = this.words.tBroken;
      return;
    }
    this.part('follow').checked = !this.lines.complete && !location.hash;
    this.update();
    this.toHash();
    if (!this.marked && !this.lines.complete) {
      this.toEnd();
    }
    if (this.words.complete === 'false') {
      this.followLive();
    }
  }

  listen() {
    this.viewport.addEventListener('scroll', () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.viewport);
    addEventListener('hashchange', () => this.toHash());
    this.part('times').addEventListener('change', (event) => {
      this.section.classList.toggle('timed', event.target.checked);
      this.redraw();
    });
    this.part('follow').addEventListener('change', (event) => event.target.checked && this.toEnd());
    this.part('folds').addEventListener('click', () => {
      this.folds.toggleAll(this.lines.sections);
      this.update();
    });
    this.part('previous').addEventListener('click', () => this.step(-1));
    this.part('next').addEventListener('click', () => this.step(1));
    const search = this.part('search');
    search.addEventListener('submit', (event) => {
      event.preventDefault();
      this.step(1);
    });
    let typing = 0;
    search.elements.q.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.search(), 250);
    });
    search.elements.q.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.shiftKey) {
        event.preventDefault();
        this.step(-1);
      }
    });
    this.all.addEventListener('click', (event) => this.clicked(event));
  }

  clicked(event) {
    const fold = event.target.closest('button.fold');
    if (fold) {
      this.folds.toggle(Number(fold.dataset.line));
      this.update();
      return;
    }
    const number = event.target.closest('a.no');
    if (number && event.shiftKey && this.marked) {
      event.preventDefault();
      const [from, to] = [this.marked.from, Number(number.dataset.line)].sort((a, b) => a - b);
      history.replaceState(null, '', `#L${from + 1}-L${to + 1}`);
      this.toHash();
    }
  }

  /** New text at the end of the log, until the build has ended. */
  followLive() {
    const from = encodeURIComponent(this.lines.place);
    const events = new EventSource(`${this.lines.base}/events?from=${from}`);
    events.addEventListener('log', (event) => {
      if (!event.lastEventId.startsWith(`${this.words.attempt}:`)) {
        location.reload(); // another attempt has begun
        return;
      }
      this.lines.append(event.data);
      this.soon();
    });
    events.addEventListener('state', () => this.refreshBuild());
    events.addEventListener('gap', (event) => {
      this.lines.append(`${this.words.tGap.replace('{0}', JSON.parse(event.data).length)}\n`);
      this.soon();
    });
    events.addEventListener('end', () => {
      events.close();
      this.lines.end();
      this.soon();
      this.refreshBuild();
    });
  }

  refreshBuild() {
    const build = document.getElementById('build');
    if (build?.dataset.live) {
      window.htmx?.trigger(build, 'refresh');
    }
  }

  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.update();
      if (this.part('follow').checked) {
        this.toEnd();
      }
    });
  }

  /** After the number of lines or the folds have changed. */
  update() {
    this.folds.over(this.lines.sections, this.lines.total);
    this.all.style.height = `${this.folds.rows * ROW}px`;
    this.all.style.setProperty('--digits', String(this.lines.total).length);
    this.part('count').textContent = this.words.tLines.replace('{0}', this.lines.total.toLocaleString(document.documentElement.lang));
    this.redraw();
  }

  redraw() {
    this.drawn.forEach((element) => element.remove());
    this.drawn.clear();
    this.draw();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.viewport.scrollTop / ROW) - SPARE);
    const last = Math.min(this.folds.rows, Math.ceil((this.viewport.scrollTop + this.viewport.clientHeight) / ROW) + SPARE);
    for (const [row, element] of this.drawn) {
      if (row < first || row >= last || element.dataset.pending) {
        element.remove();
        this.drawn.delete(row);
      }
    }
    for (let row = first; row < last; row++) {
      if (!this.drawn.has(row)) {
        const element = this.element(row);
        this.drawn.set(row, element);
        this.all.append(element);
      }
    }
  }

  element(row) {
    const number = this.folds.lineOf(row);
    const section = this.folds.headOf(number);
    const element = lineElement({
      number,
      text: this.lines.line(number),
      time: this.section.classList.contains('timed') ? this.lines.time(number) : undefined,
      wanted: this.found.wanted,
      fold: section && { folded: this.folds.isFolded(number), lines: this.folds.sizeOf(section) },
      words: this.words,
    });
    element.style.transform = `translateY(${row * ROW}px)`;
    element.classList.toggle('marked', this.marked !== null && number >= this.marked.from && number <= this.marked.to);
    element.classList.toggle('found', number === this.found.lines[this.found.at]);
    return element;
  }

  scrolled() {
    const atEnd = this.viewport.scrollTop + this.viewport.clientHeight >= this.all.offsetHeight - ROW * 2;
    if (!atEnd && this.lastTop > this.viewport.scrollTop) {
      this.part('follow').checked = false;
    }
    this.lastTop = this.viewport.scrollTop;
    this.draw();
  }

  toEnd() {
    this.viewport.scrollTop = this.all.offsetHeight;
  }

  /** Shows a line a third from the top, whatever is folded. */
  toLine(number) {
    if (this.folds.reveal(number)) {
      this.update();
    }
    this.part('follow').checked = false;
    this.viewport.scrollTop = this.folds.rowOf(number) * ROW - this.viewport.clientHeight / 3;
    this.redraw();
  }

  toHash() {
    const lines = /^#L(\d+)(?:-L(\d+))?$/.exec(location.hash);
    this.marked = lines && { from: Number(lines[1]) - 1, to: Number(lines[2] ?? lines[1]) - 1 };
    if (this.marked && this.marked.from < this.lines.total) {
      this.toLine(this.marked.from);
      this.section.scrollIntoView({ block: 'nearest' });
    } else {
      this.redraw();
    }
  }

  async search() {
    const wanted = this.part('search').elements.q.value;
    if (wanted === this.found.wanted) {
      return;
    }
    this.found = { wanted, lines: [], total: 0, at: -1 };
    if (wanted) {
      const answer = await this.lines.search(wanted);
      if (this.found.wanted !== wanted) {
        return;
      }
      this.found = { wanted, ...answer, at: -1 };
    }
    this.step(1);
  }

  async step(by) {
    if (this.part('search').elements.q.value !== this.found.wanted) {
      await this.search();
      return;
    }
    const { lines } = this.found;
    if (lines.length > 0) {
      this.found.at = (this.found.at + by + lines.length) % lines.length;
      this.toLine(lines[this.found.at]);
    } else {
      this.redraw();
    }
    this.part('found').textContent = this.foundText();
  }

  foundText() {
    if (!this.found.wanted) {
      return '';
    }
    return this.found.total === 0
      ? this.words.tNothing
      : this.words.tFound.replace('{0}', this.found.at + 1).replace('{1}', this.found.total);
  }
}

const section = document.getElementById('log');
if (section) {
  new LogView(section).start();
}
