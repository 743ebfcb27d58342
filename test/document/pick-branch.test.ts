import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { explainSchema } from '../../src/document/explain-schema.js';
import { pickBranches, type SchemaError } from '../../src/document/pick-branch.js';
import type { SchemaNode } from '../../src/document/schema-node.js';

const DURATION: SchemaNode = {
  type: ['number', 'string'],
  pattern: '^\\d+s?$',
  expected: 'a duration such as 30 or 30s',
};
const SCHEMA: SchemaNode = {
  $defs: { output: { type: 'object', additionalProperties: false, properties: { file: { type: 'string' } } } },
  properties: {
    output: {
      anyOf: [
        { type: 'string' },
        { $ref: '#/$defs/output' },
        { type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/output' }] } },
      ],
    },
    wait: {
      anyOf: [
        DURATION,
        {
          type: 'object',
          expected: 'a map',
          additionalProperties: false,
          properties: { connect: DURATION, command: DURATION },
        },
      ],
    },
    policy: {
      expected: 'continue, stop or {stop_after: 5}',
      anyOf: [
        { enum: ['continue', 'stop'] },
        {
          type: 'object',
          additionalProperties: false,
          required: ['stop_after'],
          properties: {
            stop_after: {
              anyOf: [
                { type: 'integer', minimum: 1 },
                { type: 'string', pattern: '^\\d+%$' },
              ],
            },
          },
        },
      ],
    },
    shape: {
      oneOf: [
        {
          type: 'object',
          required: ['kind', 'side'],
          additionalProperties: false,
          properties: { kind: { const: 'square' }, side: { type: 'number' } },
        },
        {
          type: 'object',
          required: ['kind', 'radius'],
          additionalProperties: false,
          properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
        },
      ],
    },
    names: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    keys: { type: 'object', propertyNames: { pattern: '^[a-z]+$', expected: 'small letters' } },
    count: { anyOf: [{ type: 'integer', exclusiveMinimum: 0 }, { type: 'null' }] },
    password: { type: 'string' },
  },
};

const ajv = new Ajv2020({ allErrors: true, messages: false, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('expected');
const validate = ajv.compile(SCHEMA);

function explain(value: unknown): string[] {
  assert.equal(validate(value), false);
  const errors = pickBranches(validate.errors as SchemaError[], SCHEMA, value);
  const mistakes = explainSchema(errors, { root: SCHEMA, value, textOf: () => undefined });
  return mistakes.map(({ pointer, message, proposal }) => `${pointer} ${message}${proposal ? `; ${proposal}` : ''}`);
}

const CASES: [title: string, value: unknown, ...messages: string[]][] = [
  [
    'text that fits the text form badly is judged by that form',
    { wait: 'fast' },
    '/wait expected a duration such as 30 or 30s, got "fast"',
  ],
  ['a map is judged by the map form', { wait: { conect: 5 } }, '/wait/conect unknown key; did you mean "connect"?'],
  [
    'a mistake inside a map is told at its place',
    { wait: { connect: 'x' } },
    '/wait/connect expected a duration such as 30 or 30s, got "x"',
  ],
  [
    'a value of no form at all is told what all forms are',
    { wait: [] },
    '/wait expected a duration such as 30 or 30s or a map, got an empty list',
  ],
  [
    'the words of the choice win over those of its forms',
    { policy: 5 },
    '/policy expected continue, stop or {stop_after: 5}, got 5',
  ],
  [
    'a choice near to the text is proposed',
    { policy: 'stopp' },
    '/policy expected continue or stop, got "stopp"; did you mean "stop"?',
  ],
  [
    'choices within choices',
    { policy: { stop_after: 'x%' } },
    '/policy/stop_after expected text that matches ^\\d+%$, got "x%"',
  ],
  [
    'a misspelt key is not missed as well',
    { policy: { stop_afer: 5 } },
    '/policy/stop_afer unknown key; did you mean "stop_after"?',
  ],
  [
    'a key with a fixed value tells which form was meant',
    { shape: { kind: 'circle', side: 1 } },
    '/shape/side unknown key; known keys: radius',
    '/shape missing key "radius"',
  ],
  ['a list of text with a number in it', { names: ['a', 5] }, '/names/1 expected text, got 5; put it in quotes'],
  [
    'a mistake in an item is not one of the list, when both may be of the same rule',
    { output: [{ file: 'a.md' }, { fil: 'b.md' }] },
    '/output/1/fil unknown key; did you mean "file"?',
  ],
  ['a mistake in a key points at the key', { keys: { A1: 1 } }, '/keys/A1 expected small letters as the key, got "A1"'],
  ['a limit', { count: 0 }, '/count expected a number above 0, got 0'],
  [
    'several choices at once',
    { wait: true, count: 'x' },
    '/wait expected a duration such as 30 or 30s or a map, got true; put it in quotes',
    '/count expected a whole number or nothing, got "x"',
  ],
  [
    'the value of a password is not told',
    { password: 123456 },
    '/password expected text, got a number; put it in quotes',
  ],
];

for (const [title, value, ...messages] of CASES) test(title, () => assert.deepEqual(explain(value), messages));
