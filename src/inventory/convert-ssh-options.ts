import { describeValue } from '../document/describe-value.js';
import { proposeName } from '../error/nearest.js';
import { type AlgorithmList, parseAlgorithms } from './algorithms.js';
import { convertAnswers } from './convert-answers.js';
import type { RawSetting } from './convert-setting.js';
import type { Findings } from './findings.js';
import { AUTH_METHODS, type AuthMethod, type SshOptions } from './host.js';

const OPTIONS = ['algorithms', 'legacy', 'keepalive', 'auth', 'answers'];
const ALGORITHMS = ['kex', 'serverHostKey', 'cipher', 'hmac'] as const;
const CHANGES = ['append', 'prepend', 'remove'] as const;

/** Checks the map under `ssh`; what is wrong goes to `findings` and is left out. */
export function convertSshOptions(raw: RawSetting, findings: Findings): SshOptions {
  const options: SshOptions = {};
  for (const [key, value] of entriesOf(raw, `{${OPTIONS.join(', ')}}`, findings)) {
    switch (key) {
      case 'algorithms': {
        const algorithms = convertAlgorithms({ value, place: raw.place.member(key) }, findings);
        if (algorithms) options.algorithms = algorithms;
        break;
      }
      case 'legacy':
        if (typeof value === 'boolean') options.legacy = value;
        else findings.error(raw.place.member(key), `expected true or false, got ${describeValue(value)}`);
        break;
      case 'keepalive':
        if (typeof value === 'number' && value > 0) options.keepalive = value;
        else findings.error(raw.place.member(key), `expected a number of seconds above 0, got ${describeValue(value)}`);
        break;
      case 'auth': {
        const auth = convertAuth({ value, place: raw.place.member(key) }, findings);
        if (auth) options.auth = auth;
        break;
      }
      case 'answers': {
        const answers = convertAnswers({ value, place: raw.place.member(key) }, findings);
        if (answers) options.answers = answers;
        break;
      }
      default:
        findings.error(raw.place.member(key, 'key'), 'unknown key', { proposal: proposeName(key, OPTIONS) });
    }
  }
  return options;
}

function convertAuth({ value, place }: RawSetting, findings: Findings): AuthMethod[] | undefined {
  const isMethod = (name: unknown): name is AuthMethod => AUTH_METHODS.some((known) => known === name);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every(isMethod)) return list;
  const at = list.findIndex((name) => !isMethod(name));
  const wrong = list[at];
  findings.error(
    at < 0 ? place : place.member(at),
    `expected a list of ${AUTH_METHODS.join(', ')}, got ${describeValue(wrong ?? value)}`,
    {
      proposal: typeof wrong === 'string' ? proposeName(wrong, AUTH_METHODS) : undefined,
    },
  );
  return undefined;
}

function convertAlgorithms(raw: RawSetting, findings: Findings): SshOptions['algorithms'] {
  const algorithms: NonNullable<SshOptions['algorithms']> = {};
  for (const [key, value] of entriesOf(raw, '{kex, serverHostKey, cipher, hmac}', findings)) {
    const kind = ALGORITHMS.find((known) => known === key);
    if (!kind) {
      findings.error(raw.place.member(key, 'key'), 'unknown key', { proposal: proposeName(key, ALGORITHMS) });
      continue;
    }
    const list = convertList(value);
    if (list) algorithms[kind] = list;
    else
      findings.error(
        raw.place.member(key),
        `expected a list, or {append, prepend, remove}, got ${describeValue(value)}`,
      );
  }
  return algorithms;
}

function convertList(value: unknown): AlgorithmList | undefined {
  if (typeof value === 'string') return parseAlgorithms(value);
  if (isTexts(value)) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const result: { append?: string[]; prepend?: string[]; remove?: string[] } = {};
  for (const [key, list] of Object.entries(value)) {
    const change = CHANGES.find((known) => known === key);
    const texts = typeof list === 'string' ? [list] : list;
    if (!change || !isTexts(texts)) return undefined;
    result[change] = texts;
  }
  return result;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function entriesOf(raw: RawSetting, expected: string, findings: Findings): [string, unknown][] {
  const { value, place } = raw;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  findings.error(place, `expected a map ${expected}, got ${describeValue(value)}`);
  return [];
}
