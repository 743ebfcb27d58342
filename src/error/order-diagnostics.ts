import type { Diagnostic } from './diagnostic.js';

/** Puts diagnostics in the order of their places, file after file as the files come up; one that is there twice is told once. */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  return uniqueBy(diagnostics, ({ file, position, message }) => [file, position?.line, position?.column, message]).sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );
}

/** Keeps the first diagnostic of each place: what is found there later only follows from it, or says the same in other words. */
export function onePerPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return uniqueBy(diagnostics, ({ file, position, message }) =>
    position ? [file, position.line, position.column] : [file, message],
  );
}

function uniqueBy(diagnostics: readonly Diagnostic[], keyOf: (diagnostic: Diagnostic) => unknown[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify(keyOf(diagnostic));
    return seen.has(key) ? false : seen.add(key);
  });
}
