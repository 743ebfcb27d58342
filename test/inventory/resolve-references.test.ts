import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { DocumentError } from '../../src/error/flow-error.js';
import type { Host } from '../../src/inventory/host.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { hasReference, parseReferences } from '../../src/inventory/references.js';
import { type ReferenceSources, resolveReferences } from '../../src/inventory/resolve-references.js';
import { secretsOf } from '../../src/inventory/secrets-of.js';
import { writeFolder } from './written.js';

function makeHost(name: string, more: Partial<Host> = {}): Host {
  const position = { file: 'i.yaml', line: 2, column: 3, length: 2 };
  return {
    name,
    address: name,
    port: 22,
    platform: 'linux',
    groups: [],
    vars: {},
    jump: [],
    ssh: {},
    position,
    ...more,
  };
}

test('references are cut out of a text, and $${ is a literal ${', () => {
  assert.deepEqual(parseReferences('a${env:X}b${file: /k }'), [
    'a',
    { kind: 'env', argument: 'X' },
    'b',
    { kind: 'file', argument: '/k' },
  ]);
  assert.deepEqual(parseReferences('$${env:X}'), ['${env:X}']);
  assert.deepEqual(parseReferences('${other}'), ['${other}']);
  assert.equal(hasReference('$${env:X}'), false);
});

test('every kind is resolved, in every text value, and each distinct one is looked up once', async () => {
  const asked: string[] = [];
  const answer = (question: string, value: string) => {
    asked.push(question);
    return value;
  };
  const sources: ReferenceSources = {
    env: { USER: 'bob', HOME: '/home/bob' },
    readFile: (path) => answer(path, 'from file\n'),
    exec: async (command) => answer(command, 'from command\n\n'),
    prompt: async (text) => answer(text, 'from person'),
  };
  const hosts = await resolveReferences(
    [
      makeHost('r1', {
        username: '${env:USER}',
        password: '${file:~/pw}',
        secret: 'x${exec:pass r}y',
        vars: { list: ['${prompt:Token}'], other: '$${env:USER}' },
      }),
      makeHost('r2', { password: '${prompt:Token}', secret: '${exec:pass r}', jump: ['${env:USER}@gate'] }),
    ],
    sources,
  );
  assert.deepEqual(asked, ['/home/bob/pw', 'pass r', 'Token']);
  assert.deepEqual(
    hosts.map(({ username, password, secret, vars, jump, secrets }) => ({
      username,
      password,
      secret,
      vars,
      jump,
      secrets,
    })),
    [
      {
        username: 'bob',
        password: 'from file',
        secret: 'xfrom command\ny',
        vars: { list: ['from person'], other: '${env:USER}' },
        jump: [],
        secrets: ['from person'],
      },
      {
        username: undefined,
        password: 'from person',
        secret: 'from command\n',
        vars: {},
        jump: ['bob@gate'],
        secrets: undefined,
      },
    ],
  );
});

test('what could not be resolved is told at once, at the place of the first host, without any value', async () => {
  const sources: ReferenceSources = {
    env: { PASSWORD: 'hunter2' },
    readFile: () => {
      throw new Error('hunter2');
    },
    exec: async () => {
      throw new Error('the command ended with exit status 1');
    },
  };
  const hosts = [
    makeHost('r1', { password: '${env:PASWORD}', secret: '${file:/k}', passphrase: '${prompt:Which?}' }),
    makeHost('r2', { password: '${env:PASWORD}', secret: '${exec:false}' }),
  ];
  await assert.rejects(resolveReferences(hosts, sources), (error) => {
    assert.ok(error instanceof DocumentError);
    assert.equal(
      error.message,
      [
        'i.yaml:2:3: ${env:PASWORD} of r1 and 1 more: the environment has no PASWORD',
        '  did you mean "PASSWORD"?',
        'i.yaml:2:3: ${file:/k} of r1: the file cannot be read',
        'i.yaml:2:3: ${exec:****} of r2: the command ended with exit status 1',
        'i.yaml:2:3: ${prompt:Which?} of r1: there is no terminal to ask on',
        '  use ${env:NAME}, ${file:path} or ${exec:command} here',
      ].join('\n'),
    );
    return true;
  });
});

test('nobody is asked when something else is missing already', async () => {
  const sources: ReferenceSources = { env: {}, prompt: () => assert.fail('asked') };
  await assert.rejects(
    resolveReferences([makeHost('r1', { password: '${prompt:P}', secret: '${env:NO}' })], sources),
    DocumentError,
  );
});

test('a command runs by the shell with the environment handed in, without standard error or a terminal', async () => {
  const [host] = await resolveReferences(
    [makeHost('r1', { password: '${exec:echo secret-of-stderr >&2; printf "%s" "$WHO"; test -t 0 || printf no}' })],
    {
      env: { WHO: 'me', PATH: process.env.PATH },
    },
  );
  assert.equal(host?.password, 'meno');
  await assert.rejects(resolveReferences([makeHost('r1', { password: '${exec:echo hidden; exit 3}' })], { env: {} }), {
    name: 'DocumentError',
    message: 'i.yaml:2:3: ${exec:****} of r1: the command ended with exit status 3',
  });
});

test('a file is read as it is, but for one line end', async (t) => {
  const folder = writeFolder(t, { pw: 's3cret \n\n' });
  const [host] = await resolveReferences([makeHost('r1', { password: `\${file:${folder}/pw}` })], { env: {} });
  assert.equal(host?.password, 's3cret \n');
  await assert.rejects(resolveReferences([makeHost('r1', { password: `\${file:${folder}/no}` })], { env: {} }), {
    name: 'DocumentError',
    message: `i.yaml:2:3: \${file:${folder}/no} of r1: no such file`,
  });
});

test('secrets are credentials, variables named like secrets, and what references in variables gave', () => {
  const host = makeHost('r1', {
    username: 'bob',
    password: 'p',
    secret: '',
    passphrase: 'q',
    vars: { site: 'hq', snmp_community: 'ro', nested: { api_token: ['a', 'b'] }, passive: 'no' },
    secrets: ['z'],
  });
  assert.deepEqual(secretsOf([host, host]), ['p', 'q', 'z', 'ro', 'a', 'b']);
});

for (const [file, text, place] of [
  ['i.yaml', 'hosts:\n  r1: {platform: linux,\n    password: "${env:NO}"}\n', '3:15'],
  ['i.yaml', 'hosts:\n  r1: {platform: linux}\ndefaults:\n  password: ${env:NO}\n', '4:13'],
  ['i.yaml', 'hosts:\n  r1:\n    platform: linux\n    vars:\n      a: {b: [x, "${env:NO}"]}\n', '5:18'],
  ['i.csv', 'name,platform,site\nr1,linux,${env:NO}\n', '2:10'],
  ['hosts', 'r1 ansible_network_os=linux ansible_password=${env:NO}\n', '1:46'],
  ['hosts', 'r1 ansible_network_os=linux site=${env:NO}\n', '1:34'],
] as const) {
  test(`a reference that cannot be resolved is told where it is written: ${JSON.stringify(text)}`, async (t) => {
    const inventory = loadInventory([join(writeFolder(t, { [file]: text }), file)]);
    await assert.rejects(resolveReferences(inventory.hosts, { env: {} }, inventory.referencePlaces), (error) => {
      assert.ok(error instanceof DocumentError);
      const [first] = error.message.split('\n');
      assert.ok(first?.endsWith(`${file}:${place}: \${env:NO} of r1: the environment has no NO`), first);
      return true;
    });
  });
}

test('of several places the one of the host is told, or the one it inherits from', async () => {
  const source = 'inventory:\n  hosts:\n    r1: {password: "${env:NO}"}\n    r2: {password: "${env:NO}"}\n';
  const inventory = inventoryFrom(parseDocument('p.yaml', source), '/inventory');
  const [, second] = inventory.hosts;
  await assert.rejects(
    resolveReferences(second ? [second] : [], { env: {} }, inventory.referencePlaces),
    /^DocumentError: p\.yaml:4:20: \$\{env:NO\} of r2: /,
  );
});
