/** A value as a template writes it: nothing for nothing, JSON for lists and maps. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
