import { deserialize, serialize } from 'node:v8';

/** A function of a module, and what to call it with. */
export interface ModuleCall {
  /** The address of the module, as `import()` takes it. */
  module: string;
  /** The name under which the module exports it. */
  name: string;
  args: unknown[];
}

/** What a worker is handed. */
export interface WorkerCall extends Omit<ModuleCall, 'args'> {
  /** One list of arguments per call; more than one for a chunk. */
  calls: unknown[][];
  /** Carried out once in each worker, before its first call. */
  initializer: ModuleCall | undefined;
}

/** What a worker answers. `unready`: its initializer has failed. */
export type WorkerAnswer =
  | { kind: 'returned'; values: unknown[] }
  | { kind: 'raised'; error: SentError }
  | { kind: 'unready'; error: SentError };

/** An error on its way: what a clone would lose of it is kept. Anything else that was thrown is a `value`. */
export type SentError =
  | { name: string; message: string; stack: string | undefined; properties: Record<string, unknown> }
  | { value: unknown };

/** The last that a process says: what nobody has caught. */
export interface DyingWords {
  dying: SentError;
}

/** How something goes to a worker and back: as it is to a thread, as bytes to a process. */
export interface Packing {
  pack(value: unknown): unknown;
  unpack(packed: unknown): unknown;
}

/** Threads are handed the value itself, and clone it; what cannot be cloned is found out by who sends it. */
export const THREAD_PACKING: Packing = { pack: (value) => structuredClone(value), unpack: (packed) => packed };

/** Processes are handed bytes. */
export const PROCESS_PACKING: Packing = {
  pack: (value) => serialize(value),
  unpack: (packed) => deserialize(packed as Uint8Array),
};

/** Takes an error apart. Properties that cannot be sent are left out. */
export function packError(thrown: unknown, { pack }: Packing): SentError {
  if (!(thrown instanceof Error)) return canBe(() => pack(thrown)) ? { value: thrown } : { value: String(thrown) };
  const { name, message, stack } = thrown;
  const properties = Object.entries({ ...thrown, ...('cause' in thrown && { cause: thrown.cause }) });
  return {
    name,
    message,
    stack,
    properties: Object.fromEntries(properties.filter(([, value]) => canBe(() => pack(value)))),
  };
}

/** What a process says of an error before it ends by it. */
export function sayDying(error: unknown): DyingWords {
  return { dying: packError(error, PROCESS_PACKING) };
}

/** Puts an error together again: of its class where JavaScript itself has it, else an `Error` of its name. */
export function unpackError(sent: SentError): unknown {
  if ('value' in sent) return sent.value;
  const { name, message, stack, properties } = sent;
  const Known = KNOWN[name] ?? Error;
  const error = new Known(message);
  Object.defineProperties(error, {
    stack: { value: stack, configurable: true, writable: true },
    name: { value: name, configurable: true, writable: true },
  });
  return Object.assign(error, properties);
}

const KNOWN: Record<string, new (message: string) => Error> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function canBe(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
