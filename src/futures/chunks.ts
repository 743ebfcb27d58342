/** What the calls of one chunk returned. */
export class Chunk {
  readonly values: unknown[];

  constructor(values: unknown[]) {
    this.values = values;
  }
}

/** The results of chunks and of single calls, one after the other. */
export async function* flattenChunks<T>(
  results: AsyncGenerator<unknown, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  for await (const result of results) {
    if (result instanceof Chunk) yield* result.values as T[];
    else yield result as T;
  }
}

/** Cuts items into chunks; the last may be smaller. */
export function* cutIntoChunks<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
