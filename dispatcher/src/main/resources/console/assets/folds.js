// Which lines are shown: each section may be folded to its first line. Rows are what is shown, lines
// what there is.

export class Folds {
  constructor() {
    this.folded = new Set();
    this.rows = 0;
    this.runs = [];
    this.heads = new Map();
  }

  /** Counts anew, for these sections and so many lines. */
  over(sections, total) {
    this.heads = new Map(sections.map((section) => [section.from, { from: section.from, to: section.to < 0 ? total : section.to }]));
    this.runs = [];
    this.rows = 0;
    let line = 0;
    for (const head of this.heads.values()) {
      if (this.folded.has(head.from) && head.from >= line) {
        this.run(line, head.from + 1);
        line = head.to;
      }
    }
    this.run(line, total);
  }

  run(from, to) {
    if (to > from) {
      this.runs.push({ row: this.rows, line: from, count: to - from });
      this.rows += to - from;
    }
  }

  lineOf(row) {
    const run = this.runs.findLast((each) => each.row <= row);
    return run ? run.line + row - run.row : row;
  }

  /** The row of a line, or of the folded section in which it is. */
  rowOf(line) {
    const run = this.runs.findLast((each) => each.line <= line);
    return run ? run.row + Math.min(line - run.line, run.count - 1) : 0;
  }

  headOf(line) {
    return this.heads.get(line);
  }

  sizeOf(section) {
    return section.to - section.from - 1;
  }

  isFolded(line) {
    return this.folded.has(line);
  }

  toggle(line) {
    if (!this.folded.delete(line)) {
      this.folded.add(line);
    }
  }

  toggleAll(sections) {
    if (this.folded.size > 0) {
      this.folded.clear();
    } else {
      sections.forEach((section) => this.folded.add(section.from));
    }
  }

  /** Unfolds what hides a line; whether anything did. */
  reveal(line) {
    const hiding = [...this.heads.values()].filter(
      (head) => this.folded.has(head.from) && line > head.from && line < head.to);
    hiding.forEach((head) => this.folded.delete(head.from));
    return hiding.length > 0;
  }
}
