import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { type Cleanup, makeFolder, makeProject } from '../support/lab.js';
import { CLOCK, runQueued } from '../support/queued-run.js';
import { QUEUE_KEY, startRedis, startWorker, withoutOpenssl, withoutRedis } from '../support/redis.js';
import { runFlow } from '../support/run-flow.js';

const skip = withoutRedis || withoutOpenssl;
const PASSWORD = 'redis-pass-6612';

/** A Redis that speaks TLS only, with a certificate of its own CA, and has one user: the one of the guide. */
async function startGuarded(t: Cleanup) {
  const folder = makeFolder(t);
  const file = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', file('ca.key'), '-out', file('ca.crt'), '-subj', '/CN=own CA');
  openssl('req', ...newKey, '-keyout', file('redis.key'), '-out', file('redis.csr'), '-subj', '/CN=redis');
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1\n');
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('names')];
  openssl('x509', '-req', '-in', file('redis.csr'), ...signer, '-out', file('redis.crt'));
  const acl = file('users.acl');
  writeFileSync(acl, `user default off\nuser flow on >${PASSWORD} ~flow:* &* +@all -@dangerous +info\n`);
  const tls = ['--tls-cert-file', file('redis.crt'), '--tls-key-file', file('redis.key'), '--tls-auth-clients', 'no'];
  const redis = await startRedis(t, [...tls, '--tls-ca-cert-file', file('ca.crt'), '--aclfile', acl], { isTls: true });
  const urlOf = (password: string) => redis.url.replace('://', `://flow:${password}@`);
  return { redis: { ...redis, url: urlOf(PASSWORD) }, urlOf, env: { NODE_EXTRA_CA_CERTS: file('ca.crt') } };
}

test('a run goes over TLS with a CA of its own, as a user that may do no more than the guide says', {
  skip,
}, async (t) => {
  const { redis, env } = await startGuarded(t);
  const { folder, lab } = await makeProject(t, { hosts: 2, playbook: CLOCK });
  const worker = await startWorker(t, redis, { env });
  const { exitCode, stderr } = await runQueued(redis, folder, [], { env });
  assert.equal(exitCode, 0, stderr);
  assert.equal(lab.logins, 2);
  const status = await runFlow(['queue', 'status', '--queue', redis.url], { env });
  assert.equal(status.exitCode, 0, status.stderr);
  worker.kill();
  assert.equal((await worker.ended).exitCode, 0);
});

test('a wrong password, a database that is not there, an unknown CA and TLS that is missing end every command with what is wrong, and no secret', {
  skip,
}, async (t) => {
  const { redis, urlOf, env } = await startGuarded(t);
  const { folder, lab } = await makeProject(t, { hosts: 1, playbook: CLOCK });
  const unguarded = await startRedis(t, ['--requirepass', PASSWORD]);
  const cases = [
    { url: urlOf('wrong-pass-9034'), env, says: /: WRONGPASS invalid username-password pair/ },
    {
      url: redis.url,
      env: {},
      says: /certificate.*\n {2}the file of a CA of your own is named in NODE_EXTRA_CA_CERTS$/,
    },
    {
      url: redis.url.replace('rediss:', 'redis:'),
      env,
      says: /\n {2}it may speak TLS only: then the URL begins with rediss:\/\/$/,
    },
    {
      url: `${unguarded.url.replace('//', `//:${PASSWORD}@`)}/99`,
      env,
      says: /: ERR DB index is out of range$/,
    },
    { url: unguarded.url, env, says: /: NOAUTH .*\n {2}the URL has no password: redis:\/\/user:password@host:6379$/ },
  ];
  for (const { url, env: own, says } of cases) {
    const options = { cwd: folder, env: { FLOW_QUEUE_KEY: QUEUE_KEY, FLOW_QUEUE_URL: url, ...own } };
    // All of them connect in the same place.
    const more = url === urlOf('wrong-pass-9034') ? [['run', 'clock.yaml', '--executor', 'queue'], ['worker']] : [];
    for (const words of [['queue', 'status'], ...more]) {
      const { exitCode, stdout, stderr } = await runFlow(words, options);
      const error = stderr.slice(stderr.indexOf('flow: ')).trimEnd();
      assert.equal(exitCode, 2, stderr);
      assert.ok(error.includes(`Redis at ${new URL(url).host} cannot be used: `), stderr);
      assert.match(error, says);
      assert.equal(stderr.match(/^flow: /gm)?.length, 1, stderr);
      assert.doesNotMatch(stderr, /^ +at /m);
      for (const secret of [PASSWORD, 'wrong-pass-9034', QUEUE_KEY])
        assert.equal((stdout + stderr).includes(secret), false, secret);
    }
  }
  assert.equal(lab.logins, 0);
});
