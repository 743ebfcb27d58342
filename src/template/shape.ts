/**
 * Which names a value has, as far as they are known before a run: `any` knows nothing, `items` is a list,
 * `fields` a map with these names and no others. In an `optional` one a user decides which names there are, so that
 * asking whether there is one (`{{#if vars.x}}`) is no mistake.
 */
export type Shape = 'any' | { items: Shape } | { fields: { readonly [name: string]: Shape }; optional?: boolean };

/** What came of looking up one name. */
export type ShapeLookup = { kind: 'found'; shape: Shape } | { kind: 'missing'; known: string[]; optional: boolean };

/** The shape of one part of a value. A list has `length` and its items by number. */
export function lookUpShape(shape: Shape, name: string): ShapeLookup {
  if (shape === 'any') return { kind: 'found', shape: 'any' };
  if ('items' in shape) {
    if (name === 'length') return { kind: 'found', shape: 'any' };
    return /^\d+$/.test(name)
      ? { kind: 'found', shape: shape.items }
      : { kind: 'missing', known: ['length'], optional: false };
  }
  const found = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
  if (found !== undefined) return { kind: 'found', shape: found };
  return { kind: 'missing', known: Object.keys(shape.fields), optional: shape.optional ?? false };
}

/** The shape of what `each` hands to its block. */
export function itemsOf(shape: Shape): Shape {
  return shape !== 'any' && 'items' in shape ? shape.items : 'any';
}
