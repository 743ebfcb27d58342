/** A result, or a row of a report made from one. */
type WithOutput = object & { output: string | null };

/**
 * The same result with an output that is read each time somebody asks for it, and not kept. It is a property like any other
 * to templates, `JSON.stringify` and `structuredClone`; only `{...result}` reads it, and then keeps what it has read.
 */
export function withLazyOutput<Of extends WithOutput>(result: Of, read: () => Of['output']): Of {
  const names = Object.keys(result) as (keyof Of)[];
  const rest = Object.fromEntries(names.map((name) => [name, name === 'output' ? null : result[name]]));
  return Object.defineProperty(rest, 'output', { get: read, enumerable: true, configurable: true }) as Of;
}

/** Whether the output is read when it is asked for. */
export function hasLazyOutput(result: WithOutput): boolean {
  return Object.getOwnPropertyDescriptor(result, 'output')?.get !== undefined;
}
