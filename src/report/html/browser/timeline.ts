import type { PageResult } from '../page-data.js';
import { make, type Page, tellDuration } from './page-elements.js';
import { type Span, spansOf, TASK_COLOURS } from './spans.js';
import { timeMarks } from './time-axis.js';

/** Pixels; the style sheet has it as well. */
const LANE = 22;
const MOST_ZOOM = 512;
/** Lanes that are made above and below what is seen. */
const SPARE = 8;

interface Lane {
  name: string;
  results: PageResult[];
}

/** A lane for each host, a bar for each phase: only what is seen is made, so that ten thousand hosts are as quick as ten. */
export class Timeline {
  readonly #page: Page;
  readonly #view: HTMLElement;
  readonly #whole = make('div', 'all');
  readonly #axis = make('div', 'axis');
  #lanes: Lane[] = [];
  #zoom = 1;

  constructor(page: Page, view: HTMLElement) {
    this.#page = page;
    this.#view = view;
    this.#axis.ariaHidden = 'true';
    this.#view.append(this.#axis, this.#whole);
    this.#drawAxis();
    this.#view.addEventListener('scroll', () => requestAnimationFrame(() => this.#draw()), { passive: true });
    this.#view.addEventListener('keydown', (event) => {
      if (event.key === '+' || event.key === '=') this.zoom(2);
      if (event.key === '-') this.zoom(0.5);
      if (event.key === '0') this.zoom(0);
    });
    new ResizeObserver(() => {
      this.#drawAxis();
      this.#draw();
    }).observe(this.#view);
  }

  /** One lane for each host that has a result among these, in the order in which they come. */
  show(results: readonly PageResult[]): void {
    const lanes = new Map<number, Lane>();
    for (const result of results) {
      const lane = lanes.get(result.host);
      if (lane) lane.results.push(result);
      else lanes.set(result.host, { name: this.#page.hostOf(result).name, results: [result] });
    }
    this.#lanes = [...lanes.values()];
    this.#whole.style.height = `${this.#lanes.length * LANE}px`;
    this.#view.scrollTop = 0;
    this.#draw();
  }

  /** @param factor  0 shows all */
  zoom(factor: number): void {
    const middle = (this.#view.scrollLeft + this.#view.clientWidth / 2) / this.#zoom;
    this.#zoom = factor === 0 ? 1 : Math.min(MOST_ZOOM, Math.max(1, this.#zoom * factor));
    for (const part of [this.#whole, this.#axis]) part.style.width = `${100 * this.#zoom}%`;
    this.#drawAxis();
    this.#view.scrollLeft = middle * this.#zoom - this.#view.clientWidth / 2;
    this.#draw();
  }

  /** What the colours mean. */
  legend(): HTMLElement[] {
    const tasks = this.#page.data.tasks
      .slice(0, TASK_COLOURS)
      .map((name, index): [string, string] => [`task task-${index}`, name]);
    const failed = this.#page.data.results.some(({ state }) => state === 'raised');
    const login = ['pending', 'tcp', 'kex', 'auth', 'prompt'].map((name): [string, string] => [name, name]);
    return [...login, ...tasks, ...(failed ? [['task raised', 'raised'] as [string, string]] : [])].map(
      ([kind, name]) => {
        const entry = make('span', 'entry');
        entry.append(make('i', `bar ${kind}`), name);
        return entry;
      },
    );
  }

  #drawAxis(): void {
    const track = make('div', 'track');
    track.append(...timeMarks(Math.max(1, this.#page.data.duration ?? 0), this.#axis.clientWidth));
    this.#axis.replaceChildren(make('span', 'name'), track);
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#view;
    const first = Math.max(0, Math.floor(scrollTop / LANE) - SPARE);
    const last = Math.ceil((scrollTop + clientHeight) / LANE) + SPARE;
    this.#whole.replaceChildren(
      ...this.#lanes.slice(first, last).map((lane, index) => this.#lane(lane, first + index)),
    );
  }

  #lane({ name, results }: Lane, index: number): HTMLElement {
    const lane = make('div', 'lane');
    lane.style.top = `${index * LANE}px`;
    lane.setAttribute('role', 'listitem');
    lane.setAttribute('aria-setsize', String(this.#lanes.length));
    lane.setAttribute('aria-posinset', String(index + 1));
    const spans = spansOf(results, (result) => this.#page.taskOf(result));
    const told =
      spans.map((span) => `${span.name} ${tellDuration(span.to - span.from)}`).join(', ') || results[0]?.state;
    lane.setAttribute('aria-label', `${name}: ${told}`);
    lane.title = `${name}: ${told}`;
    const track = make('div', 'track');
    track.append(...spans.map((span) => this.#bar(span)));
    if (spans.length === 0) track.append(make('span', 'quiet', results[0]?.state));
    lane.append(make('span', results.some(({ state }) => state === 'raised') ? 'name failed' : 'name', name), track);
    return lane;
  }

  #bar({ kind, from, to }: Span): HTMLElement {
    const bar = make('i', `bar ${kind}`);
    const all = Math.max(1, this.#page.data.duration ?? 0);
    bar.style.left = `${(100 * from) / all}%`;
    bar.style.width = `${(100 * (to - from)) / all}%`;
    return bar;
  }
}
