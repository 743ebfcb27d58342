import { Chooser } from './choose-results.js';
import { elementOf, Page } from './page-elements.js';
import { ResultList } from './result-list.js';
import { Timeline } from './timeline.js';

/** Lanes and rows that a printed page has at most. */
const MOST_PRINTED = 2_000;

const page = new Page();
const chooser = new Chooser(page);
const filter = elementOf('filter', HTMLFormElement);
const find = elementOf('find', HTMLInputElement);
const order = elementOf('order', HTMLSelectElement);
const found = elementOf('found', HTMLOutputElement);
const list = new ResultList(page, elementOf('list', HTMLElement), elementOf('more', HTMLButtonElement));
/** None where the report leaves times out. */
const timeline = page.data.duration === null ? undefined : new Timeline(page, elementOf('lanes', HTMLElement));

filter.addEventListener('submit', (event) => event.preventDefault());
filter.addEventListener('input', () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(show);
});
let waiting = 0;

if (timeline) {
  const zooms = { 'zoom-in': 2, 'zoom-out': 0.5, 'zoom-all': 0 };
  for (const [id, factor] of Object.entries(zooms))
    elementOf(id, HTMLButtonElement).addEventListener('click', () => timeline.zoom(factor));
  elementOf('legend', HTMLElement).append(...timeline.legend());
}

addEventListener('beforeprint', () => {
  list.showMore(MOST_PRINTED);
  for (const details of document.querySelectorAll('details:not(.result)')) details.setAttribute('open', '');
});

for (const live of document.querySelectorAll<HTMLElement>('.live')) live.hidden = false;
show();
performance.mark('flow-ready');

function show(): void {
  const boxes = filter.querySelectorAll<HTMLInputElement>('input[type=checkbox]');
  const states = new Set([...boxes].filter(({ checked }) => checked).map(({ value }) => value));
  const results = chooser.choose({ words: find.value, states, order: order.value });
  const all = page.data.results.length;
  found.textContent = results.length === all ? `${all} results` : `${results.length} of ${all} results`;
  timeline?.show(results);
  list.show(results);
}
