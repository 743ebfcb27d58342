import type { PageResult } from '../page-data.js';
import { make, type Page, tellDuration } from './page-elements.js';

/** So many are made at once: a screen or two. */
const PIECE = 100;

/** The list of results: made as far as it is looked at, each result's own page when it is unfolded. */
export class ResultList {
  readonly #page: Page;
  readonly #list: HTMLElement;
  readonly #more: HTMLButtonElement;
  #results: readonly PageResult[] = [];
  #made = 0;

  constructor(page: Page, list: HTMLElement, more: HTMLButtonElement) {
    this.#page = page;
    this.#list = list;
    this.#more = more;
    more.addEventListener('click', () => this.showMore());
  }

  show(results: readonly PageResult[]): void {
    this.#results = results;
    this.#made = 0;
    this.#list.replaceChildren();
    this.showMore();
  }

  /** @param count  how many more; a piece unless given */
  showMore(count = PIECE): void {
    const next = this.#results.slice(this.#made, this.#made + count);
    this.#list.append(...next.map((result) => this.#row(result)));
    this.#made += next.length;
    const left = this.#results.length - this.#made;
    this.#more.hidden = left === 0;
    this.#more.textContent = `Show ${Math.min(PIECE, left)} more of ${left}`;
  }

  #row(result: PageResult): HTMLElement {
    const row = make('details', 'result');
    const summary = make('summary');
    const output = this.#page.text(result.output).trim();
    const said = result.error?.message ?? (output.split('\n', 1)[0] || (output === '' ? 'no output' : ''));
    summary.append(
      make('b', 'host', this.#page.hostOf(result).name),
      make('span', 'task', this.#page.taskOf(result)),
      make('span', `chip ${result.state}`, result.error?.code ?? result.state),
      make('span', 'time', this.#page.data.duration === null ? '' : tellDuration(result.duration)),
      make('span', 'said', said),
    );
    row.append(summary);
    row.addEventListener('toggle', () => row.childElementCount === 1 && row.append(this.#whole(result)), {
      once: true,
    });
    return row;
  }

  #whole(result: PageResult): HTMLElement {
    const body = make('div', 'whole');
    const { address, platform } = this.#page.hostOf(result);
    const phases = result.phases.map(([name, ms]) => `${name} ${tellDuration(ms)}`).join(', ');
    const facts = [address, platform, result.attempts > 1 ? `${result.attempts} attempts` : '', phases];
    body.append(make('p', 'quiet', facts.filter(Boolean).join(' · ')));
    if (result.error) body.append(...this.#error(result.error));
    if (result.command !== null) body.append(make('pre', 'command', this.#page.text(result.command)));
    const missing = this.#page.missing(result.output);
    if (missing > 0) body.append(make('p', 'quiet', `an output of ${missing} characters did not fit into this page`));
    else if (result.output !== null) body.append(make('pre', '', this.#page.text(result.output)));
    if (result.diff !== null) body.append(make('pre', 'diff', this.#page.text(result.diff)));
    for (const block of body.querySelectorAll('pre')) block.tabIndex = 0;
    return body;
  }

  #error({ message, hint, last }: NonNullable<PageResult['error']>): HTMLElement[] {
    return [
      make('p', 'message', message),
      ...(hint === null ? [] : [make('p', 'hint', `Hint: ${hint}`)]),
      ...(last === null ? [] : [make('pre', '', last)]),
    ];
  }
}
