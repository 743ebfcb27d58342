// Makes each platform of flow's own, with all that it inherits, into dist/platforms/NAME.json, and each alias into a file with the name:
// so that neither a run nor its workers read YAML and check it each time.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Writes what has changed, and takes away what is no platform any more. */
export async function preparePlatforms(dist) {
  const { listPlatforms, loadPlatform } = await loadSources();
  const files = new Map();
  for (const { name, aliases } of listPlatforms()) {
    // A file wins over an alias.
    for (const alias of aliases) if (!files.has(alias)) files.set(alias, name);
    files.set(name, loadPlatform(name));
  }
  const folder = join(dist, 'platforms');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    const path = join(folder, `${name}.json`);
    const text = JSON.stringify(content);
    if (readOrEmpty(path) !== text) writeFileSync(path, text);
  }
  for (const file of readdirSync(folder)) if (!files.has(file.replace(/\.json$/, ''))) rmSync(join(folder, file));
}

/** The loader itself, made for this one use: it reads the YAML, since it lies outside of `dist`. */
async function loadSources() {
  const folder = mkdtempSync(join(root, '.build', 'loader-'));
  try {
    const outfile = join(folder, 'load-platform.mjs');
    await build({
      entryPoints: [join(root, 'src/device/load-platform.ts')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
