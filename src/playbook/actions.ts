import type { Position } from '../error/diagnostic.js';
import type { Action, TemplateText } from '../task/task.js';
import type { Findings } from './findings.js';
import { hasMisspelt, isMap } from './values.js';

/** An action, and how the name of its task goes on: `.1` for the first of `commands`. */
export interface PlacedAction {
  action: Action;
  suffix: string;
  position: Position;
}

const KINDS = ['command', 'commands', 'config', 'copy'];

/** What actions take from the playbook. */
export interface ActionBasis {
  mode: 'read' | 'change';
  /** Absolute. */
  folder: string;
}

/** Reads what a task (or the playbook itself, at '') does: exactly one of `command`, `commands`, `config`, `copy`. */
export function readActions(findings: Findings, pointer: string, { mode, folder }: ActionBasis): PlacedAction[] {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return [];
  if (pointer !== '') checkKinds(findings, pointer, value);
  if (typeof value.command === 'string') {
    const command = readCommand(findings, `${pointer}/command`);
    return command
      ? [{ action: { kind: 'command', command }, suffix: '', position: placeOf(findings, pointer, '/command') }]
      : [];
  }
  if (Array.isArray(value.commands)) {
    return value.commands.flatMap((_, index): PlacedAction[] => {
      const place = `${pointer}/commands/${index}`;
      const command = readCommand(findings, place);
      return command
        ? [{ action: { kind: 'command', command }, suffix: `.${index + 1}`, position: findings.position(place) }]
        : [];
    });
  }
  if (pointer === '') return [];
  if (value.copy !== undefined) {
    const action = readCopy(findings, `${pointer}/copy`, { mode, folder });
    return action ? [{ action, suffix: '', position: placeOf(findings, pointer, '/copy') }] : [];
  }
  if (value.config === undefined) return [];
  return readConfig(findings, pointer, value, mode);
}

function checkKinds(findings: Findings, pointer: string, value: Record<string, unknown>): void {
  const given = KINDS.filter((key) => Object.hasOwn(value, key));
  const expected = 'expected one of command, commands, config and copy';
  if (given.length === 0 && !hasMisspelt(value, KINDS))
    findings.add(pointer, `${expected}, got none of them`, { proposal: 'write command: show version, for example' });
  for (const key of given.slice(1))
    findings.add(`${pointer}/${key}`, `${expected}, got ${given.join(' and ')}`, { target: 'key' });
  if (Object.hasOwn(value, 'config')) return;
  if (Object.hasOwn(value, 'save_config'))
    findings.add(`${pointer}/save_config`, 'only a task with config can save it', { target: 'key' });
  if (Object.hasOwn(value, 'diff'))
    findings.add(`${pointer}/diff`, 'only a task with config can tell what it changed', { target: 'key' });
}

function readCommand(findings: Findings, pointer: string): TemplateText | undefined {
  const text = findings.valueAt(pointer);
  if (typeof text !== 'string') return undefined;
  // A block (`command: |`) ends in a line break that nobody means.
  const command = text.replace(/\n+$/, '');
  if (command.trim() === '') {
    findings.add(pointer, 'expected a command, got an empty text');
    return undefined;
  }
  const lineBreak = command.search(/[\r\n]/);
  if (lineBreak >= 0) {
    findings.addWithin(
      pointer,
      { offset: lineBreak + 1, length: 1 },
      'a command is one line, and this is the next one',
      'write commands: with an item per line',
    );
  }
  checkControls(findings, pointer, command);
  return { text: command, position: findings.position(pointer) };
}

function readConfig(
  findings: Findings,
  pointer: string,
  value: Record<string, unknown>,
  mode: 'read' | 'change',
): PlacedAction[] {
  if (mode === 'read') {
    const proposal = 'write mode: change at the top of the playbook';
    findings.add(`${pointer}/config`, 'a configuration changes the device, and the playbook has mode: read', {
      target: 'key',
      proposal,
    });
  }
  const lines = Array.isArray(value.config)
    ? listedLines(findings, `${pointer}/config`, value.config)
    : blockLines(findings, `${pointer}/config`, value.config);
  if (lines.length === 0) return [];
  const action: Action = { kind: 'config', lines, save: value.save_config === true, diff: value.diff !== false };
  return [{ action, suffix: '', position: placeOf(findings, pointer, '/config') }];
}

function listedLines(findings: Findings, pointer: string, list: unknown[]): TemplateText[] {
  return list.flatMap((line, index): TemplateText[] => {
    if (typeof line !== 'string') return [];
    const place = `${pointer}/${index}`;
    const lineBreak = line.search(/[\r\n]/);
    if (lineBreak >= 0)
      findings.addWithin(
        place,
        { offset: lineBreak + 1, length: 1 },
        'an item of config is one line, and this is the next one',
      );
    checkControls(findings, place, line);
    return [{ text: line, position: findings.position(place) }];
  });
}

/** A block of text has a line each; empty ones count inside of it, where they can be part of a banner. */
function blockLines(findings: Findings, pointer: string, text: unknown): TemplateText[] {
  if (typeof text !== 'string') return [];
  checkControls(findings, pointer, text);
  let offset = 0;
  const lines = text.split('\n').map((line): TemplateText => {
    const start = offset;
    offset += line.length + 1;
    const content = line.replace(/\r$/, '').trimEnd();
    return { text: content, position: findings.document.positionWithin(pointer, start, content.length) };
  });
  const isFilled = (line: TemplateText) => line.text !== '';
  return lines.slice(lines.findIndex(isFilled), lines.findLastIndex(isFilled) + 1);
}

function readCopy(findings: Findings, pointer: string, { mode, folder }: ActionBasis): Action | undefined {
  const value = findings.valueAt(pointer);
  if (!isMap(value)) return undefined;
  const { from, to, direction } = value;
  if (mode === 'read' && direction === 'put') {
    findings.add(pointer, 'a file that is brought to the device changes it, and the playbook has mode: read', {
      target: 'key',
      proposal: 'write mode: change at the top of the playbook',
    });
  }
  if (typeof from !== 'string' || typeof to !== 'string' || (direction !== 'put' && direction !== 'get'))
    return undefined;
  const readPath = (key: string, text: string): TemplateText => {
    const place = `${pointer}/${key}`;
    const offset = text.search(/[\u0000-\u001f\u007f]/);
    if (offset >= 0)
      findings.addWithin(place, { offset, length: 1 }, 'a path has no line breaks and no control characters');
    return { text, position: findings.position(place) };
  };
  const source = readPath('from', from);
  const target = readPath('to', to);
  const [local, remote] = direction === 'put' ? [source, target] : [target, source];
  return { kind: 'copy', direction, local, remote, folder };
}

/** A control character would be typed as a key: Ctrl-C, Ctrl-Z, Escape. */
function checkControls(findings: Findings, pointer: string, text: string): void {
  const offset = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (offset >= 0) findings.addWithin(pointer, { offset, length: 1 }, 'a control character would be typed as a key');
}

function placeOf(findings: Findings, pointer: string, key: string): Position {
  return pointer === '' ? findings.position(key) : findings.position(`${pointer}/name`);
}
