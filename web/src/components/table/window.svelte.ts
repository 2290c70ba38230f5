// Virtual scrolling for rows of different heights: only the rows near the view stand in the page. Heights are
// measured when a row is drawn and guessed until then, so that 250,000 rows scroll like fifty.

const above = 8; // rows kept beyond each edge, so that fast scrolling shows no gap

export class RowWindow {
  /** First drawn row, and one past the last. */
  from = $state(0);
  to = $state(0);
  /** Height in pixels of what is not drawn, before and after. */
  before = $state(0);
  after = $state(0);

  #heights: Float32Array;
  #guess = 41;
  #top = 0;
  #view = 600;

  constructor(private count: number) {
    this.#heights = new Float32Array(count);
    this.#place();
  }

  scrolled(top: number, view: number) {
    this.#top = top;
    this.#view = view || 600;
    this.#place();
  }

  /** Takes in the true heights of drawn rows; called after each drawing. */
  measured(heights: number[]) {
    let changed = false;
    heights.forEach((height, i) => {
      const row = this.from + i;
      if (row < this.count && height > 0 && Math.abs(this.#heights[row]! - height) > 0.5) {
        this.#heights[row] = height;
        changed = true;
      }
    });
    if (changed) this.#place();
  }

  /** Where a row begins, to scroll it into view. */
  offset(row: number): number {
    let at = 0;
    for (let i = 0; i < row; ++i) at += this.#heights[i] || this.#guess;
    return at;
  }

  #place() {
    let at = 0;
    let from = -1;
    let to = this.count;
    for (let row = 0; row < this.count; ++row) {
      const height = this.#heights[row] || this.#guess;
      if (from < 0 && at + height > this.#top) from = row;
      if (from >= 0 && to === this.count && at >= this.#top + this.#view) to = row;
      at += height;
    }
    const total = at;
    from = Math.max(0, (from < 0 ? this.count : from) - above);
    to = Math.min(this.count, to + above);
    let before = 0;
    for (let row = 0; row < from; ++row) before += this.#heights[row] || this.#guess;
    let drawn = 0;
    for (let row = from; row < to; ++row) drawn += this.#heights[row] || this.#guess;
    this.from = from;
    this.to = to;
    this.before = before;
    this.after = Math.max(0, total - before - drawn);
  }
}
