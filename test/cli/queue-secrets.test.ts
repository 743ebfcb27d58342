import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { makeKeyPair } from '../support/key-pair.js';
import { makeProject } from '../support/lab.js';
import { runQueued, typedOn } from '../support/queued-run.js';
import { QUEUE_KEY, startRedis, startWorker, withoutRedis } from '../support/redis.js';

const SECRETS = {
  password: 'pw-Device-99315',
  enable: 'en-Secret-44127',
  passphrase: 'ph-Phrase-77120',
  token: 'tk-Community-5530',
  answer: 'an-Prompt-61284',
};

const PLAYBOOK = `name: Rotate
inventory: devices.yaml
mode: change
tasks:
  - {name: snmp, config: ['snmp-server community {{host.vars.token}} ro'], diff: false}
  - {name: shown, command: show running-config}
  - {name: kept, command: copy running-config startup-config, answers: [{match: Destination filename, send: ${SECRETS.answer}}]}
`;

test('nothing that Redis ever held has a secret of the run in it, in any form', { skip: withoutRedis }, async (t) => {
  const redis = await startRedis(t, ['--appendfsync', 'always']);
  const pair = makeKeyPair({ passphrase: SECRETS.passphrase, cipher: 'aes256-cbc', rounds: 1 });
  const { password, enable: secret } = SECRETS;
  const { folder, lab } = await makeProject(t, {
    hosts: [
      { name: 'by-key', password: null, secret, publicKeys: [pair.public] },
      { name: 'by-reference', password, secret },
      { name: 'by-password', password, secret },
    ],
    playbook: PLAYBOOK,
  });
  const key = join(folder, 'id');
  writeFileSync(key, pair.private, { mode: 0o600 });
  const credentials = [{ key, passphrase: '${env:PHRASE}' }, { password: '${env:PASS}' }, { password }];
  const hosts = lab.hosts().map(({ name, address, port, platform, username }, index) => {
    const host = { address, port, platform, username, secret, ...credentials[index] };
    return [name, { ...host, vars: { token: '${env:TOKEN}' } }];
  });
  writeFileSync(join(folder, 'devices.yaml'), JSON.stringify({ hosts: Object.fromEntries(hosts) })); // JSON is YAML
  const env = { PASS: SECRETS.password, PHRASE: SECRETS.passphrase, TOKEN: SECRETS.token };
  await startWorker(t, redis, { env });
  const { exitCode, stdout, stderr } = await runQueued(redis, folder, [], { env });
  assert.equal(exitCode, 0, stderr + stdout);
  // All of it has crossed Redis: the devices were told.
  for (const { name } of lab.hosts())
    assert.equal(typedOn(lab, name, `snmp-server community ${SECRETS.token} ro`), 1, name);
  const history = redis.history();
  assert.ok(history.includes('flow:site-default'));
  const held = withDecoded(history);
  const ofKey = pair.private.split('\n')[2] ?? '';
  assert.ok(ofKey.length > 60);
  for (const [name, text] of Object.entries({ ...SECRETS, ofKey, shared: QUEUE_KEY }))
    for (const form of formsOf(text)) assert.equal(held.includes(form), false, `${name}, as ${form}`);
});

/** A text as it could stand among other bytes: as it is, in hexadecimal, in UTF-16, and in base64 wherever it begins. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, -4); // the ends are mixed with what stands beside them
  });
  return [text, bytes.toString('hex'), Buffer.from(text, 'utf16le').toString('latin1'), ...base64];
}

/** What was held, each byte a character, and after it what its pieces of base64 stand for. */
function withDecoded(held: Buffer): string {
  const text = held.toString('latin1');
  const pieces = text.match(/[A-Za-z0-9+/]{24,}={0,2}/g) ?? [];
  return [text, ...pieces.map((piece) => Buffer.from(piece, 'base64').toString('latin1'))].join('\n');
}
