import { readText } from '../document/read-text.js';
import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError } from '../error/flow-error.js';
import { proposeName } from '../error/nearest.js';
import { printableLine } from '../error/printable.js';
import { type AddressMistake, findAddressMistake } from './address.js';
import type { Host, Inventory } from './host.js';
import { findHopMistake } from './jumps.js';
import { mapTexts } from './map-texts.js';
import {
  hasReference,
  parseReferences,
  type Reference,
  referenceKey,
  showReference,
  showReferences,
} from './references.js';
import { runSecretCommand } from './run-secret-command.js';

/** Where referred values come from. */
export interface ReferenceSources {
  /** Environment variables; also those of `${exec:...}` commands. */
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that `~` in `${file:~/...}` stands for; `HOME` of `env` unless given. */
  home?: string;
  /** Reads a file; throws when it cannot. The real file system unless given. */
  readFile?: (path: string) => string;
  /** Runs a command and gives its standard output; rejects with a sentence for the user. `/bin/sh -c` unless given. */
  exec?: (command: string) => Promise<string>;
  /** Aborted: commands that run are ended. */
  signal?: AbortSignal;
  /** Asks a person; absent where nobody can be asked. What it throws ends the resolving: the person gave up. */
  prompt?: (text: string) => Promise<string>;
}

type Places = NonNullable<Inventory['referencePlaces']>;

/** One distinct reference, and the hosts that have it. */
interface Wanted {
  reference: Reference;
  hosts: Host[];
}

const COMMANDS_AT_ONCE = 8;

/**
 * Replaces `${env:NAME}`, `${file:path}`, `${exec:command}` and `${prompt:text}` in every text value of the hosts. Each
 * distinct one is looked up once; a person is asked last, when all others are there.
 *
 * @param places  where each reference is written, see {@link Inventory}; at its host unless given
 * @returns new hosts; `secrets` of each has what references in its variables gave
 * @throws {DocumentError} with every one that could not be resolved, at its own place; no value is shown
 * @throws what `sources.prompt` throws, as it is
 */
export async function resolveReferences(
  hosts: readonly Host[],
  sources: ReferenceSources,
  places: Inventory['referencePlaces'] = new Map(),
): Promise<Host[]> {
  const wanted = collectReferences(hosts);
  if (wanted.size === 0) return hosts.map((host) => fillHost(host, new Map()));
  const found = new Map<string, string>();
  const failures: Diagnostic[] = [];
  const look = async (keys: readonly string[]) => {
    for (const key of keys) {
      const one = wanted.get(key);
      if (!one) continue;
      try {
        found.set(key, await lookUp(one.reference, sources));
      } catch (error) {
        if (one.reference.kind === 'prompt' && !(error instanceof LookUpFailure)) throw error;
        failures.push(describeFailure(one, error, places));
      }
    }
  };
  const keysOf = (isPrompt: boolean) =>
    [...wanted].filter(([, { reference }]) => (reference.kind === 'prompt') === isPrompt).map(([key]) => key);
  const keys = keysOf(false);
  await Promise.all(
    Array.from({ length: COMMANDS_AT_ONCE }, (_, lane) =>
      look(keys.filter((_key, index) => index % COMMANDS_AT_ONCE === lane)),
    ),
  );
  if (failures.length === 0 || sources.prompt === undefined) await look(keysOf(true));
  if (failures.length > 0) throw new DocumentError(failures);
  const filled = hosts.map((host) => fillHost(host, found));
  const mistakes = filled.flatMap((host, index) =>
    checkResolved(host, { written: hosts[index] ?? host, all: filled, places }),
  );
  if (mistakes.length > 0) throw new DocumentError(mistakes);
  return filled;
}

/** Checks the addresses that came out of references; what came is not shown. */
function checkResolved(
  host: Host,
  { written, all, places }: { written: Host; all: readonly Host[]; places: Places },
): Diagnostic[] {
  const describe = (text: string, { proposal }: AddressMistake): Diagnostic => {
    const message = `${showReferences(text)} of ${printableLine(host.name)} gave no address`;
    const reference = parseReferences(text).find((part) => typeof part !== 'string');
    return diagnoseAt(reference, {
      host,
      places,
      message,
      proposal: proposal?.startsWith('leave out') ? proposal : undefined,
    });
  };
  const address = hasReference(written.address) ? findAddressMistake(host.address) : undefined;
  const hops = written.jump.flatMap((text, index) => {
    const hop = host.jump[index] ?? text;
    const wrong = hasReference(text) && !all.some(({ name }) => name === hop) ? findHopMistake(hop) : undefined;
    return wrong ? [describe(text, wrong)] : [];
  });
  return [...(address ? [describe(written.address, address)] : []), ...hops];
}

function collectReferences(hosts: readonly Host[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const host of hosts) {
    mapTexts(host, (text) => {
      for (const part of parseReferences(text)) {
        if (typeof part === 'string') continue;
        const known = wanted.get(referenceKey(part));
        if (!known) wanted.set(referenceKey(part), { reference: part, hosts: [host] });
        else if (known.hosts.at(-1) !== host) known.hosts.push(host);
      }
      return text;
    });
  }
  return wanted;
}

function fillHost(host: Host, found: ReadonlyMap<string, string>): Host {
  const secrets: string[] = [];
  const filled = mapTexts(host, (text, isVariable) =>
    parseReferences(text)
      .map((part) => {
        if (typeof part === 'string') return part;
        const value = found.get(referenceKey(part)) ?? '';
        if (isVariable && value !== '') secrets.push(value);
        return value;
      })
      .join(''),
  );
  return secrets.length > 0 ? { ...filled, secrets } : filled;
}

async function lookUp({ kind, argument }: Reference, sources: ReferenceSources): Promise<string> {
  switch (kind) {
    case 'env': {
      const value = sources.env[argument];
      if (value !== undefined) return value;
      const near = proposeName(argument, Object.keys(sources.env));
      throw new LookUpFailure(`the environment has no ${argument}`, near);
    }
    case 'file':
      return readSecretFile(argument, sources);
    case 'exec':
      return withoutLineEnd(await (sources.exec ?? ((command) => runSecretCommand(command, sources)))(argument));
    case 'prompt':
      if (!sources.prompt)
        throw new LookUpFailure(
          'there is no terminal to ask on',
          'use ${env:NAME}, ${file:path} or ${exec:command} here',
        );
      return sources.prompt(argument);
    default:
      return kind satisfies never;
  }
}

function readSecretFile(path: string, sources: ReferenceSources): string {
  const home = sources.home ?? sources.env.HOME ?? '~';
  try {
    return withoutLineEnd((sources.readFile ?? readText)(path.replace(/^~(?=\/|$)/, home)));
  } catch (error) {
    const message = error instanceof DocumentError ? error.diagnostics[0]?.message : undefined;
    throw new LookUpFailure(message ?? 'the file cannot be read');
  }
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

class LookUpFailure extends Error {
  readonly proposal: string | undefined;

  constructor(message: string, proposal?: string) {
    super(message);
    this.proposal = proposal;
  }
}

function describeFailure({ reference, hosts }: Wanted, error: unknown, places: Places): Diagnostic {
  const [host] = hosts;
  const rest = hosts.length > 1 ? ` and ${hosts.length - 1} more` : '';
  const reason = error instanceof Error ? error.message : 'it failed';
  return diagnoseAt(reference, {
    host,
    places,
    message: `${showReference(reference)} of ${printableLine(host?.name ?? '')}${rest}: ${reason}`,
    proposal: error instanceof LookUpFailure ? error.proposal : undefined,
  });
}

/** A diagnostic where a reference is written: the first place from its host on, where there are several; else at the host. */
function diagnoseAt(
  reference: Reference | undefined,
  about: { host: Host | undefined; places: Places; message: string; proposal: string | undefined },
): Diagnostic {
  const { host, message, proposal } = about;
  const written = (reference && about.places.get(referenceKey(reference))) ?? [];
  const position = host?.position;
  const near = written.find((place) => place.file === position?.file && place.position().line >= position.line);
  const place = near ?? written[0];
  if (place) return place.diagnose(message, { proposal, withoutPath: true });
  return {
    file: position?.file ?? 'inventory',
    ...(position && { position }),
    message,
    ...(proposal !== undefined && { proposal }),
    severity: 'error',
  };
}
