import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import type { AnsibleTree } from './ansible-tree.js';
import { type IniWord, readIniValue, splitIniLine } from './ini-words.js';
import { type Lines, type Place, placeOnLine } from './place.js';
import type { Entry } from './read-settings.js';

interface Section {
  name: string;
  kind: 'hosts' | 'children' | 'vars';
  place: Place;
}

/** Where the reading stands. */
interface Reading {
  tree: AnsibleTree;
  lines: Lines;
  section: Section;
  vars: { section: Section; entries: Entry[] }[];
}

/** Reads Ansible's INI: `[group]`, `[group:children]` and `[group:vars]`. @see ansible/plugins/inventory/ini.py */
export function readAnsibleIni(file: string, text: string, tree: AnsibleTree): void {
  const source = text.split(/\r\n|[\r\n]/);
  const lines: Lines = { file, text: source };
  const start: Section = {
    name: 'ungrouped',
    kind: 'hosts',
    place: placeOnLine(lines, { line: 1, column: 1, length: 1 }),
  };
  const reading: Reading = { tree, lines, section: start, vars: [] };
  tree.draft.place ??= start.place;
  for (const [index, line] of source.entries()) readLine(line, index + 1, reading);
  for (const { section, entries } of reading.vars) tree.addVars(section, entries);
}

function readLine(line: string, number: number, reading: Reading): void {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) return;
  const { lines, tree, section } = reading;
  // `[core:vars]` opens a section; `[2001:db8::1]:22 x=y` is a host.
  const header = /^\[([^\]]*)\](?:\s*[#;].*)?$/.exec(trimmed);
  if (header) {
    openSection(header[1] ?? '', { line: number, column: line.indexOf('[') + 2 }, reading);
    return;
  }
  if (section.kind === 'vars') {
    readVariable(line, number, reading);
    return;
  }
  const { words, isUnclosed } = splitIniLine(line);
  const [first, ...rest] = words;
  if (isUnclosed)
    tree.findings.error(placeOnLine(lines, { line: number, column: 1, length: line.length }), 'a quote is not closed');
  if (!first) return;
  const place = placeOnLine(lines, { line: number, column: first.column, length: first.length });
  if (section.kind === 'hosts') {
    tree.addHosts({ text: first.text, place }, section, entriesOf(rest, number, reading));
    return;
  }
  for (const stray of rest) {
    tree.findings.error(placeOnLine(lines, { line: number, ...spanOf(stray) }), 'expected one group per line');
  }
  tree.addChild(section, { name: first.text, place });
}

function openSection(text: string, at: { line: number; column: number }, reading: Reading): void {
  const place = placeOnLine(reading.lines, { ...at, length: text.length });
  const [name = '', kind = 'hosts', ...more] = text.trim().split(':');
  const { findings } = reading.tree;
  if (name === '' || more.length > 0)
    findings.error(place, `expected [group], [group:children] or [group:vars], got [${printableLine(text)}]`);
  const section: Section = { name: name || 'ungrouped', kind: 'hosts', place };
  if (kind === 'children' || kind === 'vars') section.kind = kind;
  else if (kind !== 'hosts') {
    findings.error(place, `expected [${name}:children] or [${name}:vars], got [${printableLine(text)}]`, {
      proposal: proposeName(kind, ['children', 'vars']),
    });
  }
  if (section.kind === 'hosts' || section.kind === 'children') {
    reading.tree.openGroup(section);
  } else {
    reading.vars.push({ section, entries: [] });
  }
  reading.section = section;
}

function readVariable(line: string, number: number, reading: Reading): void {
  const found = /^(\s*)([^=\s]+)(\s*=\s*)(.*?)\s*$/.exec(line);
  if (!found) {
    const start = line.length - line.trimStart().length;
    const place = placeOnLine(reading.lines, { line: number, column: start + 1, length: line.trim().length });
    reading.tree.findings.error(place, 'expected name=value');
    return;
  }
  const [, indent = '', key = '', separator = '', rest = ''] = found;
  const text = rest.replace(/\s+#.*$/, '');
  const column = indent.length + 1;
  const valueColumn = column + key.length + separator.length;
  reading.vars.at(-1)?.entries.push({
    key,
    value: readIniValue(text, key),
    keyPlace: placeOnLine(reading.lines, { line: number, column, length: key.length }, key),
    place: placeOnLine(reading.lines, { line: number, column: valueColumn, length: text.length }, key),
  });
}

function entriesOf(words: readonly IniWord[], line: number, { lines, tree }: Reading): Entry[] {
  return words.flatMap((word) => {
    const equals = word.text.indexOf('=');
    if (equals < 1) {
      tree.findings.error(
        placeOnLine(lines, { line, ...spanOf(word) }),
        'expected name=value after the name of the host',
      );
      return [];
    }
    const key = word.text.slice(0, equals);
    const value = word.text.slice(equals + 1);
    const column = word.column + equals + 1;
    return {
      key,
      value: readIniValue(value, key),
      keyPlace: placeOnLine(lines, { line, column: word.column, length: equals }, key),
      place: placeOnLine(lines, { line, column, length: word.column + word.length - column }, key),
    };
  });
}

function spanOf(word: IniWord): { column: number; length: number } {
  return { column: word.column, length: word.length };
}
