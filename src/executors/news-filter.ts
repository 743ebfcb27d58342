import type { HostEvent } from '../task/event.js';

/** What holds for all hosts each worker tells once, and the run hears once. */
export class NewsFilter {
  readonly #told = new Set<string>();

  isNews(event: HostEvent): boolean {
    if (event.type !== 'notice' || !event.isForAll) return true;
    if (this.#told.has(event.message)) return false;
    this.#told.add(event.message);
    return true;
  }
}
