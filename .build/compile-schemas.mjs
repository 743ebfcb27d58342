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

/** For editors only: code checks an inventory, which has many notations. */
const NOT_COMPILED = ['inventory'];

/** Writes the validators; leaves the file alone when nothing has changed. */
export async function compileSchemas() {
  const names = readdirSync(schemaFolder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .filter((name) => !NOT_COMPILED.includes(name))
    .sort();
  const code = `// @ts-nocheck\n// Made by .build/compile-schemas.mjs: change the schemas instead.\n${await bundle(generate(names))}`;
  if (readOrEmpty(target) === code) return; // keeps watchers quiet
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

function generate(names) {
  const compiled = [];
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
    inlineRefs: false, // each rule once, however often it is referenced
    code: {
      source: true,
      esm: true,
      optimize: 2,
      process: (code, environment) => {
        compiled.push(environment);
        return code;
      },
    },
  });
  ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
  const exportsByName = {};
  for (const name of names) {
    const schema = withoutAnnotations(JSON.parse(readFileSync(join(schemaFolder, name + SUFFIX), 'utf8')));
    delete schema.$id;
    ajv.addSchema(schema, name);
    ajv.getSchema(name); // compiles it
    namePlaces(compiled, schema);
    exportsByName[name] = name;
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
 * A validator of a referenced rule calls itself the root (`#/type`) in its errors; here it learns its place (`#/$defs/duration/type`),
 * so that a message can be made from the rule that was broken.
 */
function namePlaces(compiled, root) {
  const places = new Map(Object.entries(root.$defs ?? {}).map(([name, rule]) => [rule, `#/$defs/${name}/`]));
  for (const { schema, validate } of compiled) {
    const place = places.get(schema);
    if (!place) continue;
    validate.source.validateCode = String(validate.source.validateCode).replaceAll(
      'schemaPath:"#/',
      `schemaPath:"${place}`,
    );
    places.delete(schema);
  }
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
