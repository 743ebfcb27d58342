import { readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** What people write; the journal and temporary files are no change. */
const WATCHED = /^[^.].*\.(?:ya?ml|md|hbs|csv|ini|json|txt)$/;

/**
 * Calls `run` now, and again whenever a file that lies directly in one of these folders has become another one; one run at a time.
 *
 * @param signal  ends it, after the run that is going on
 */
export async function runOnChanges(
  folders: readonly string[],
  run: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let wake = () => {};
  const watchers = folders.map((folder) => watch(folder, () => wake()));
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      const seen = fingerprintOf(folders);
      await run();
      for (;;) {
        const change = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (signal.aborted || fingerprintOf(folders) !== seen) break;
        await change;
      }
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

/** Another text once a file is another one. */
function fingerprintOf(folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => ({ name, path: join(folder, name) })),
  );
  return files
    .filter(({ name }) => WATCHED.test(name))
    .map(({ path }) => {
      const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
      return `${path} ${size} ${mtimeMs}`;
    })
    .join('\n');
}
