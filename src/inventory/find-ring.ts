/**
 * Finds names that lead back to themselves.
 *
 * @param next  the names that a name leads to
 * @returns one ring for each that is found, beginning with the first name met, in time linear in names and steps;
 *   and all names met, each after what it leads to
 */
export function findRings(
  names: Iterable<string>,
  next: (name: string) => readonly string[],
): { rings: string[][]; sorted: string[] } {
  const state = new Map<string, 'open' | 'done'>();
  const rings: string[][] = [];
  const sorted: string[] = [];
  for (const start of names) {
    if (state.has(start)) continue;
    const path: { name: string; rest: Iterator<string> }[] = [{ name: start, rest: next(start).values() }];
    state.set(start, 'open');
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const step = top.rest.next();
      if (step.done) {
        state.set(top.name, 'done');
        sorted.push(top.name);
        path.pop();
      } else if (state.get(step.value) === 'open') {
        const from = path.findIndex(({ name }) => name === step.value);
        rings.push(path.slice(from).map(({ name }) => name));
      } else if (!state.has(step.value)) {
        state.set(step.value, 'open');
        path.push({ name: step.value, rest: next(step.value).values() });
      }
    }
  }
  return { rings, sorted };
}
