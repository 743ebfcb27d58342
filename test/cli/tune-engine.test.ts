import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/document/package-root.js';

const MODULE = pathToFileURL(join(packageRoot, 'src', 'cli', 'tune-engine.ts')).href;

for (const [version, title] of [
  [process.versions.node, 'this Node.js knows every flag that it is given'],
  ['99.0.0', 'a Node.js that was not measured is given none'],
] as const) {
  // What V8 has to say of a flag it prints by itself, which only another process can show.
  test(title, () => {
    const script = `import { tuneEngine, tuneForFleet } from '${MODULE}'; tuneEngine('${version}'); tuneForFleet('${version}', 10_000);`;
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { cwd: packageRoot, encoding: 'utf8' },
    );
    assert.deepEqual({ status, stderr, stdout }, { status: 0, stderr: '', stdout: '' });
  });
}
