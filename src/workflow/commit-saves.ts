import type { Diagnostic } from '../error/diagnostic.js';
import { FlowError } from '../error/flow-error.js';
import type { Mask } from '../error/mask.js';
import { printableLine } from '../error/printable.js';
import type { Playbook } from '../playbook/playbook.js';
import { diagnoseSave, type PlannedSave } from '../run/saves/check-saves.js';
import type { RunRecord } from '../task/result.js';
import { countOf } from '../task/summarize-run.js';
import type { Task } from '../task/task.js';

/** A saved file was not committed: it lies there all the same. Exit status 1. */
export class CommitError extends FlowError {
  override readonly name = 'CommitError';
  readonly code = 'save';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Paths that fit on one command line, however long. */
const PATHS_AT_ONCE = 500;
const LONGEST_SUBJECT = 72;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Finds out before a run whether its files can be committed: they lie in a repository of git, which does not ignore them.
 *
 * @returns one mistake for each task that cannot be; none where nothing is to be committed
 */
export function checkRepository(playbook: Playbook, planned: readonly PlannedSave[], env: Environment): Diagnostic[] {
  const saving = playbook.tasks.flatMap((task) => (task.save?.git ? [{ ...task, save: task.save }] : []));
  const [first] = saving;
  if (!first) return [];
  const { folder } = playbook;
  const place = git(folder, ['rev-parse', '--is-inside-work-tree'], { env });
  if (place.status !== 0 || place.text.trim() !== 'true') {
    const reason = place.status === undefined ? 'git cannot be started' : `${folder} is in no repository of git`;
    return [diagnoseSave(playbook, first, `save.git: ${reason}`, 'run `git init`, or leave out git')];
  }
  const asked = git(folder, ['check-ignore', '-z', '--stdin'], {
    env,
    input: listOf(planned.map(({ file }) => file)),
    isLiteral: false, // it takes paths and no patterns anyway, and refuses to be told
  });
  const ignored = new Set(pathsFrom(asked));
  return saving.flatMap((task) => {
    const file = planned.find((each) => each.save === task.save && ignored.has(each.file))?.file;
    if (file === undefined) return [];
    const problem = `save.git: "${printableLine(file)}" is ignored by git`;
    return [diagnoseSave(playbook, task, problem, 'take it out of .gitignore, or leave out git')];
  });
}

/** What a commit is made of. */
export interface CommitBasis {
  playbook: Pick<Playbook, 'name' | 'folder'>;
  tasks: readonly Task[];
  record: RunRecord;
  /** Of git: its path, and who commits. */
  env: Environment;
  mask: Mask;
}

/**
 * Commits the files that a run has saved with `git: true`, as far as they differ from the last commit; nothing else, whatever is staged.
 *
 * @returns what went wrong
 */
export function commitSaves({ playbook, tasks, record, env, mask }: CommitBasis): CommitError | undefined {
  const { folder } = playbook;
  const committing = new Set(tasks.filter(({ save }) => save?.git).map(({ name }) => name));
  const hostOf = new Map<string, string>();
  for (const { task, saved, host } of record.results)
    if (saved && committing.has(task)) hostOf.set(saved.file, host.name);
  if (hostOf.size === 0) return undefined;
  const prefix = git(folder, ['rev-parse', '--show-prefix'], { env });
  if (prefix.status !== 0) return explain('rev-parse', prefix);
  const files: string[] = [];
  const untracked: string[] = [];
  const all = [...hostOf.keys()];
  for (let from = 0; from < all.length; from += PATHS_AT_ONCE) {
    const some = all.slice(from, from + PATHS_AT_ONCE);
    const status = git(
      folder,
      ['status', '--porcelain', '--no-renames', '-z', '--untracked-files=all', '--', ...some],
      { env },
    );
    if (status.status !== 0) return explain('status', status);
    // `XY path`, from the top of the repository.
    for (const line of pathsFrom(status)) {
      const file = line.slice(3 + prefix.text.trim().length);
      files.push(file);
      if (line.startsWith('??')) untracked.push(file);
    }
  }
  if (files.length === 0) return undefined;
  const hosts = [...new Set(files.map((file) => hostOf.get(file) ?? file))];
  const paths = { env, input: listOf(files) };
  const from = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  const added = git(folder, ['add', '--intent-to-add', ...from], paths);
  if (added.status !== 0) return explain('add', added);
  const message = mask(messageOf(playbook.name, hosts, files.length));
  const committed = git(folder, ['commit', '--quiet', '--only', '-m', message, ...from], paths);
  if (committed.status === 0) return undefined;
  // What git did not know before is left as unknown as it was; not by `git rm`, which takes no list in a folder of a repository.
  git(folder, ['update-index', '--force-remove', '-z', '--stdin'], { env, input: listOf(untracked) });
  return explain('commit', committed);
}

/** Names the hosts in the first line where they fit, else below it. */
function messageOf(name: string, hosts: readonly string[], files: number): string {
  const names = hosts.map(printableLine);
  const short = `${printableLine(name)}: ${names.join(', ')}`;
  if (short.length <= LONGEST_SUBJECT) return short;
  return `${printableLine(name)}: ${countOf(files, 'file')} of ${countOf(hosts.length, 'host')}\n\n${names.join('\n')}`.slice(
    0,
    100_000,
  );
}

interface GitEnd {
  /** Undefined where git cannot be started. */
  status: number | undefined;
  text: string;
  errors: string;
}

/** Paths are taken to the letter, whatever they look like, unless told otherwise. */
function git(
  folder: string,
  words: readonly string[],
  { env, input = '', isLiteral = true }: { env: Environment; input?: string; isLiteral?: boolean },
): GitEnd {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const end = spawnSync('git', ['-C', folder, ...words], {
    input,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
    env: { ...env, LC_ALL: 'C', ...(isLiteral && { GIT_LITERAL_PATHSPECS: '1' }) },
  });
  if (end.error) return { status: undefined, text: '', errors: end.error.message };
  return { status: end.status ?? 1, text: end.stdout, errors: end.stderr };
}

function listOf(paths: readonly string[]): string {
  return paths.map((path) => `${path}\0`).join('');
}

function pathsFrom({ text }: GitEnd): string[] {
  return text.split('\0').filter((path) => path !== '');
}

function explain(word: string, { errors, text }: GitEnd): CommitError {
  const lines = `${errors}\n${text}`.split('\n').filter((line) => line.trim() !== '');
  const said = lines.slice(0, 3).map(printableLine).join('; ');
  return new CommitError(`what was saved is not committed: git ${word} failed${said ? `: ${said}` : ''}`);
}
