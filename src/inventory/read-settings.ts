import { describeValue } from '../document/describe-value.js';
import { nearestName, proposeName } from '../error/nearest.js';
import type { LineSpan } from '../error/secret-spans.js';
import { convertSetting } from './convert-setting.js';
import type { Findings } from './findings.js';
import { type KeyTable, SYNONYMS } from './key-table.js';
import { childOf, type Place, placeOf, type YamlNode } from './place.js';
import { noSettings, type Placed, type Settings } from './settings.js';

/** A key and its value as a notation has them, from YAML, from a line or from a cell. */
export interface Entry {
  key: string;
  value: unknown;
  keyPlace: Place;
  place: Place;
}

/** Members of a YAML map as entries; anything but a map (or nothing at all) is told and has none. */
export function entriesOf(node: YamlNode, findings: Findings): Entry[] {
  return childrenOf(node, findings).map(([key, child]) => ({
    key,
    value: child.value,
    keyPlace: placeOf(child, 'key'),
    place: placeOf(child),
  }));
}

/** The same as nodes, for maps whose members are read further. */
export function childrenOf(node: YamlNode, findings: Findings, expected = 'a map'): [string, YamlNode][] {
  const { value } = node;
  if (value === null || value === undefined) return [];
  if (!isMap(value)) {
    findings.error(placeOf(node), `expected ${expected}, got ${describeValue(value)}`);
    return [];
  }
  return Object.entries(value).map(([key, member]) => [key, childOf(node, key, member)]);
}

/** True for a YAML text of blank lines and comments: other tools take such a file as an empty map. */
export function saysNothing(text: string): boolean {
  return text.split(/\r\n|[\r\n]/).every((line) => /^\s*(?:#.*|---\s*|\.\.\.\s*)?$/.test(line));
}

/** True for a YAML map. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the settings among the entries; those of `structure` are left to the notation, unknown ones are mistakes. */
export function readSettings(entries: readonly Entry[], table: KeyTable, findings: Findings): Settings {
  const settings = noSettings();
  for (const entry of entries) {
    const rule = table.get(entry.key);
    if (rule === undefined) tellUnknownKey(entry, table, findings);
    else if (rule === 'unused') findings.ignore(entry.keyPlace, entry.key);
    else if (rule !== 'structure') {
      const before = settings.values[rule];
      convertSetting(rule, entry, { settings, findings });
      if (before && before.value !== settings.values[rule]?.value) {
        findings.error(entry.keyPlace, `"${entry.key}" says another ${rule} than line ${before.place.position().line}`);
      }
    }
  }
  return settings;
}

/** Reads variables as they are; the paths of `${file:path}` become absolute. */
export function readVars(node: YamlNode, findings: Findings): Map<string, unknown> {
  return new Map(childrenOf(node, findings).map(([name, child]) => [name, anchorDeep(child, findings)]));
}

/** Reads a list of group names (one text is a list of one). */
export function readNames(node: YamlNode, findings: Findings): Placed<string>[] {
  const { value } = node;
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [{ value, place: placeOf(node) }];
  if (!Array.isArray(value)) {
    findings.error(placeOf(node), `expected a list of names, got ${describeValue(value)}`);
    return [];
  }
  const names: Placed<string>[] = [];
  for (const [index, name] of value.entries()) {
    const place = placeOf(childOf(node, index, name));
    if (typeof name === 'string') names.push({ value: name, place });
    else findings.error(place, `expected a name, got ${describeValue(name)}`);
  }
  return names;
}

function tellUnknownKey(entry: Entry, table: KeyTable, findings: Findings): void {
  const { key, value, keyPlace } = entry;
  const synonym = SYNONYMS[key.toLowerCase()];
  const known = [...table.keys()];
  const named = synonym && table.has(synonym) ? `did you mean "${synonym}"?` : proposeName(key, known);
  const listed = known.filter((name) => table.get(name) !== 'unused').join(', ');
  const diagnostic = keyPlace.diagnose('unknown key', { proposal: named ?? `known keys: ${listed}` });
  // A misspelt `password` is followed by one: its value is not shown either.
  const isSecret = ['password', 'secret', 'passphrase'].includes(synonym ?? nearestName(key, known) ?? '');
  const text = isSecret && (typeof value === 'string' || typeof value === 'number') ? String(value) : '';
  const hidden = [...(diagnostic.hidden ?? []), ...spansOf(text, diagnostic.sourceLine ?? '')];
  findings.errors.push({ ...diagnostic, hidden });
}

/** Everywhere a text stands on a line. */
function spansOf(text: string, line: string): LineSpan[] {
  const spans: LineSpan[] = [];
  if (text === '') return spans;
  for (let start = line.indexOf(text); start >= 0; start = line.indexOf(text, start + text.length))
    spans.push({ start, end: start + text.length });
  return spans;
}

function anchorDeep(node: YamlNode, findings: Findings): unknown {
  const { value } = node;
  if (typeof value === 'string') return findings.anchor(value, placeOf(node));
  if (Array.isArray(value)) return value.map((item, index) => anchorDeep(childOf(node, index, item), findings));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, anchorDeep(childOf(node, key, member), findings)]),
  );
}
