// Makes the one style and the one script of HTML reports into texts that the reports hold: `src/report/html/assets.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../src/report/html');

/** Writes the file where it would change, so that the types need not be checked anew each time. */
export async function bundlePage() {
  const [style, script] = await Promise.all([minify('style.css'), minify('browser/main.ts')]);
  const code = [
    '// Made by .build/bundle-page.mjs of style.css and browser/.',
    '/** The style of the page. */',
    `export const STYLE = ${JSON.stringify(style)};`,
    '/** The script of the page. */',
    `export const SCRIPT = ${JSON.stringify(script)};`,
    '',
  ].join('\n');
  const file = join(folder, 'assets.ts');
  if (readOrEmpty(file) !== code) writeFileSync(file, code);
}

/** A line end before the end of an element, and nothing in it that could end one. */
async function minify(name) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, name)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['chrome110', 'firefox110', 'safari16'],
    charset: 'ascii',
    logLevel: 'warning',
  });
  const { text } = outputFiles[0];
  if (/<[/!]/.test(text)) throw new Error(`${name}: "</" or "<!" would end the element that holds it`);
  return text;
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
