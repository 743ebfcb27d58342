import type { PageData, PageResult } from '../page-data.js';

/** The element with an id that the page has. @throws {Error} when it has not: page and script are not of one make */
export function elementOf<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

/** Makes an element that says `text`: as text, whatever is in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

/** `85 ms`, `0.4 s`, `12 s`, `3 min 20 s` */
export function tellDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** The run as it stands in the page, and its texts wherever they are. */
export class Page {
  readonly data: PageData;

  constructor() {
    this.data = JSON.parse(elementOf('data', HTMLScriptElement).textContent ?? '');
  }

  /** A text by its index; '' for none, and for what was left out. */
  text(index: number | null): string {
    if (index === null) return '';
    const text = this.data.texts[index];
    if (typeof text === 'string') return text;
    return text === null ? (document.getElementById(`text-${index}`)?.textContent ?? '') : '';
  }

  /** Characters of a text that is not in the page; 0 for one that is. */
  missing(index: number | null): number {
    const text = index === null ? null : this.data.texts[index];
    return typeof text === 'number' ? text : 0;
  }

  hostOf(result: PageResult): PageData['hosts'][number] {
    return this.data.hosts[result.host] ?? { name: '', address: '', platform: '' };
  }

  taskOf(result: PageResult): string {
    return this.data.tasks[result.task] ?? '';
  }
}
