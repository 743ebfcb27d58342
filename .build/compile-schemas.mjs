// Compiles schemas/NAME.schema.json into src/document/validators.ts ahead of time,
// so that flow neither loads nor runs a schema compiler when it starts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build, transform } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const schemaFolder = join(root, 'schemas');
const target = join(root, 'src/document/validators.ts');
const SUFFIX = '.schema.json';

/** Writes the validators; leaves the file alone when nothing has changed. */
export async function compileSchemas() {
  const names = readdirSync(schemaFolder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort();
  const code = `// @ts-nocheck\n// Made by .build/compile-schemas.mjs: change the schemas instead.\n${await bundle(generate(names))}`;
  if (readOrEmpty(target) === code) return; // keeps watchers quiet
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

function generate(names) {
  const ajv = new Ajv2020.default({
    allErrors: true,
    verbose: false,
    strict: true,
    strictRequired: false,
    strictTypes: 'log',
    allowUnionTypes: true,
    validateFormats: false,
    unicodeRegExp: true,
    messages: false,
    code: { source: true, esm: true, optimize: 2 },
  });
  ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
  const exportsByName = {};
  for (const name of names) {
    const schema = JSON.parse(readFileSync(join(schemaFolder, name + SUFFIX), 'utf8'));
    const id = schema.$id ?? name;
    ajv.addSchema(withReferencesInPlace(withoutAnnotations(schema)), id);
    exportsByName[name] = id;
  }
  return standaloneCode.default(ajv, exportsByName);
}

const ANNOTATIONS = new Set([
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
  'expected',
  'format',
  '$comment',
]);
const MAPS_OF_SCHEMAS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const PLAIN_VALUES = new Set(['const', 'enum', 'required']);

/** What only people and editors read stays out of the code: it would be loaded at each start. */
function withoutAnnotations(schema) {
  if (Array.isArray(schema)) return schema.map(withoutAnnotations);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (PLAIN_VALUES.has(key)) return [key, value];
      if (!MAPS_OF_SCHEMAS.has(key)) return [key, withoutAnnotations(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutAnnotations(part)]))];
    }),
  );
}

/**
 * Puts what `$ref` names in its place, so that each error tells the way to its rule from the root of the schema.
 * A rule that contains itself keeps its reference.
 */
function withReferencesInPlace(root) {
  const expand = (part, open) => {
    if (Array.isArray(part)) return part.map((item) => expand(item, open));
    if (typeof part !== 'object' || part === null) return part;
    const { $ref, ...others } = part;
    const entries = Object.entries(others).map(([key, value]) => [
      key,
      PLAIN_VALUES.has(key) ? value : expand(value, open),
    ]);
    const rest = Object.fromEntries(entries);
    if (typeof $ref !== 'string') return rest;
    if (open.includes($ref)) return { $ref, ...rest };
    const target = expand(lookUp(root, $ref), [...open, $ref]);
    const clash = Object.keys(rest).find((key) => key in target);
    if (clash)
      throw new Error(`schema: "${clash}" stands beside ${$ref} and within it; write the reference under allOf`);
    return { ...target, ...rest };
  };
  const expanded = expand(root, []);
  // Only references that stayed need their targets.
  if (!JSON.stringify({ ...expanded, $defs: {} }).includes('"$ref"')) delete expanded.$defs;
  return expanded;
}

function lookUp(root, reference) {
  const parts = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  const found = parts.reduce((part, name) => part?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], root);
  if (found === undefined) throw new Error(`schema: ${reference} leads nowhere`);
  return found;
}

/** Puts the few functions that the validators call at run time into the file itself. */
async function bundle(code) {
  const bundled = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'warning',
  });
  const { code: small } = await transform(bundled.outputFiles[0].text, {
    minifySyntax: true,
    minifyWhitespace: true,
    charset: 'utf8',
    target: 'node20',
    format: 'esm',
  });
  return small;
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileSchemas();
