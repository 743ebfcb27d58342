/** First in, first out, and nothing taken is kept. Taking costs the same however long it is; an array would move all the others. */
export class Queue<T> {
  #items: (T | undefined)[] = [];
  /** Index of the first that has not been taken. */
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** The one that has been here longest, which stays; undefined when there is none. */
  peek(): T | undefined {
    return this.#items[this.#first];
  }

  /** Takes the one that has been here longest; undefined when there is none. */
  take(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#first];
    this.#items[this.#first] = undefined;
    this.#first++;
    // Half of the room is free: each item is moved once at most for one that was taken.
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** Takes all, the one that has been here longest first. */
  takeAll(): T[] {
    const all = this.#items.slice(this.#first) as T[];
    this.#items = [];
    this.#first = 0;
    return all;
  }
}
