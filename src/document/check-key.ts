import { scalarText, scalarValue, YAML_STYLE, YamlFailure, type YamlScalar } from './yaml.js';
import type { Span, YamlNode } from './yaml-tree.js';

/** Why a node cannot be a key. */
export interface KeyMistake extends Span {
  message: string;
  proposal?: string | undefined;
  isCollection: boolean;
}

/** The text of a key, or why it cannot be one: flow's maps have text as keys, as JSON's do. */
export function checkKey(source: string, keyNode: YamlNode): string | KeyMistake {
  const node = keyNode.kind === 'alias' ? keyNode.target : keyNode;
  const span = { start: keyNode.start, end: keyNode.end };
  switch (node.kind) {
    case 'map':
    case 'list':
      return describeCollection(source, span, node.kind);
    case 'alias':
      return { ...span, isCollection: false, message: 'expected text as a key, got an alias of an alias' };
    case 'scalar':
      break;
    default:
      return node satisfies never;
  }
  const text = scalarText(source, node.event);
  // As a key of an object it would reach for the prototype sooner or later.
  if (text === '__proto__') return { ...span, isCollection: false, message: '"__proto__" cannot be a key' };
  if (isText(source, node.event, text)) return text;
  const message = `expected text as a key, got ${text === '' ? 'nothing' : text}`;
  return { ...span, isCollection: false, message, proposal: text === '' ? undefined : `put it in quotes: "${text}"` };
}

/** Whether a key is the merge key `<<`: plain, as a quoted one is text like any other. */
export function isMergeKey(source: string, keyNode: YamlNode): boolean {
  const node = keyNode.kind === 'alias' ? keyNode.target : keyNode;
  if (node.kind !== 'scalar' || node.event.style !== YAML_STYLE.PLAIN || node.event.tagStart !== -1) return false;
  return scalarText(source, node.event) === '<<';
}

function describeCollection(source: string, span: Span, kind: 'map' | 'list'): KeyMistake {
  const isTemplate = source.startsWith('{{', span.start - 1) && source.startsWith('}}', span.end - 1);
  if (!isTemplate) return { ...span, isCollection: true, message: `expected text as a key, got a ${kind}` };
  const whole = { start: span.start - 1, end: span.end + 1 };
  const message = 'text that begins with {{ must be in quotes, otherwise YAML takes it for a map';
  return { ...whole, isCollection: true, message, proposal: `write "${source.slice(whole.start, whole.end)}"` };
}

function isText(source: string, event: YamlScalar, text: string): boolean {
  if (event.tagStart === -1) {
    if (event.style !== YAML_STYLE.PLAIN) return true;
    // What may be a number, true, false or null: `10` and `no-such` may, `hosts` cannot.
    if (!/^(?:[-+.\d~]|[tTfFnN]|$)/.test(text)) return true;
  }
  try {
    return typeof scalarValue(source, event) === 'string';
  } catch (error) {
    if (error instanceof YamlFailure) return true; // its tag is reported as such
    throw error;
  }
}
