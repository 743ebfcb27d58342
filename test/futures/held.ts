/** Calls that end when the test says so. */
export class HeldCalls {
  readonly begun: string[] = [];
  mostAtOnce = 0;
  #open = new Map<string, { resolve(value: string): void; reject(error: unknown): void }>();

  /** The function to submit. */
  readonly ask = (name: string): Promise<string> => {
    this.begun.push(name);
    return new Promise((resolve, reject) => {
      this.#open.set(name, { resolve, reject });
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#open.size);
    });
  };

  answer(name: string): void {
    this.#take(name).resolve(`clock of ${name}`);
  }

  fail(name: string, error: unknown = new Error(`no login on ${name}`)): void {
    this.#take(name).reject(error);
  }

  #take(name: string) {
    const call = this.#open.get(name);
    if (!call) throw new Error(`${name} has not begun`);
    this.#open.delete(name);
    return call;
  }
}

/** Lets everything happen that needs no input and no output. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
