import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type KeyPair, makeKey, startAgent } from './support/keys.js';
import { play } from './support/play.js';
import { OPENSSH } from './support/programs.js';
import { realSuite } from './support/real-suite.js';
import { Sshd } from './support/sshd.js';
import { addUser, type SystemUser } from './support/system-user.js';
import { Workshop } from './support/workshop.js';

const PASSPHRASE = 'correct horse battery staple';

realSuite('bash behind OpenSSH', [...OPENSSH, 'ssh-agent', 'ssh-add'], () => {
  const workshop = new Workshop();
  let user: SystemUser;
  let byPassword: Sshd;
  let byKey: Sshd;
  let byQuestion: Sshd;
  let plainKey: KeyPair;
  let lockedKey: KeyPair;
  let agentKey: KeyPair;

  before(async () => {
    user = await addUser(workshop);
    plainKey = await makeKey(workshop, 'plain', { type: 'rsa' });
    lockedKey = await makeKey(workshop, 'locked', { passphrase: PASSPHRASE });
    agentKey = await makeKey(workshop, 'in-agent', { type: 'ecdsa' });
    const authorizedKeys = [plainKey, lockedKey, agentKey].map((key) => key.publicLine);
    byPassword = await Sshd.start(workshop);
    byKey = await Sshd.start(workshop, { accept: ['publickey'], authorizedKeys });
    byQuestion = await Sshd.start(workshop, { accept: ['keyboard-interactive'] });
  });
  after(() => workshop.close());

  const server = (sshd: Sshd, credentials: object) => ({
    hosts: {
      server: { address: '127.0.0.1', port: sshd.port, platform: 'linux', username: user.name, ...credentials },
    },
  });
  const withPassword = () => server(byPassword, { password: user.password });

  async function assertLogsIn(inventory: object, env: Record<string, string> = {}): Promise<void> {
    const played = await play(workshop, { inventory, command: 'whoami' }, { env });
    assert.equal(played.exitCode, 0, played.stderr + JSON.stringify(played.record.results));
    assert.equal(played.of('server').output, user.name);
  }

  test('[real] logs in by password', () => assertLogsIn(withPassword()));

  test('[real] logs in by a private key', () => assertLogsIn(server(byKey, { key: plainKey.path })));

  test('[real] logs in by an encrypted private key', () =>
    assertLogsIn(server(byKey, { key: lockedKey.path, passphrase: PASSPHRASE })));

  test('[real] logs in by the key that an SSH agent holds', async () => {
    const socket = await startAgent(workshop, agentKey);
    await assertLogsIn(server(byKey, {}), { SSH_AUTH_SOCK: socket });
  });

  test('[real] logs in by keyboard-interactive, through PAM', () =>
    assertLogsIn(server(byQuestion, { password: user.password })));

  test('[real] a key that the server does not know is `auth`, and the password is not given away in the message', async () => {
    const stranger = await makeKey(workshop, 'stranger');
    const played = await play(workshop, { inventory: server(byKey, { key: stranger.path }), command: 'whoami' });
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('server').error?.code, 'auth');
  });

  test('[real] a wrong passphrase is `auth`, told before anything is asked of the server', async () => {
    const inventory = server(byKey, { key: lockedKey.path, passphrase: 'not this one' });
    const played = await play(workshop, { inventory, command: 'whoami' });
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('server').error?.code, 'auth');
    assert.match(played.of('server').error?.message ?? '', /passphrase/i);
    assert.doesNotMatch(JSON.stringify(played.record), /not this one/);
  });

  test('[real] a wrong password is `auth`; it appears nowhere, and the other host finishes', async () => {
    const { server: good } = withPassword().hosts;
    const inventory = { hosts: { good, bad: { ...good, password: 'quite-wrong-1234' } } };
    const played = await play(workshop, { inventory, command: 'whoami' });
    assert.equal(played.exitCode, 1);
    assert.equal(played.of('good').state, 'finished');
    const { state, error } = played.of('bad');
    assert.deepEqual([state, error?.code, error?.phase], ['raised', 'auth', 'auth']);
    assert.doesNotMatch(JSON.stringify(played.record) + played.stderr, /quite-wrong-1234/);
  });

  const long = 'long '.repeat(180).trim();
  const outputs: [what: string, command: string, output: string][] = [
    ['nothing at all', 'true', ''],
    ['blank lines in the middle', 'printf "a\\n\\n\\nb\\n"', 'a\n\n\nb'],
    ['thousands of lines', 'seq 5000', Array.from({ length: 5000 }, (_, index) => index + 1).join('\n')],
    ['a line longer than the terminal', 'printf "%02000d\\n" 7', '7'.padStart(2000, '0')],
    ['letters beyond ASCII', 'echo "ünïcödé → 漢字"', 'ünïcödé → 漢字'],
    ['colours', "printf 'a\\tb\\033[31mred\\033[0m\\n'", 'a\tbred'],
    ['a line without its end', 'printf "a\\nno-line-end"', 'a\nno-line-end'],
    ['an echo longer than the terminal', `echo ${long}`, long],
  ];
  for (const [what, command, output] of outputs) {
    test(`[real] an output is exact: ${what}`, async () => {
      const playbook = { mode: 'change', inventory: withPassword(), commands: [command, 'whoami'], timeout: '1s' };
      const played = await play(workshop, playbook, { args: ['--yes'] });
      const [result, next] = played.record.results;
      assert.deepEqual([result?.state, result?.output], ['finished', output], JSON.stringify(result?.error));
      assert.equal(next?.output, user.name);
    });
  }

  test('[real] a line without its end is never lost from an output that is `finished`', async () => {
    const commands = ['printf no-line-end', 'printf "a\\nb"'];
    // Longer than the silence after which a session looks again at what stands in the last line.
    const playbook = { mode: 'change', inventory: withPassword(), commands, timeout: '4s' };
    const played = await play(workshop, playbook, { args: ['--yes'] });
    for (const [index, whole] of ['no-line-end', 'a\nb'].entries()) {
      const result = played.record.results[index];
      if (result?.state === 'finished') assert.equal(result.output, whole);
    }
  });

  test('[real] a command that asks for more, or reads on, is never `finished`', async () => {
    const playbook = {
      mode: 'change',
      inventory: withPassword(),
      commands: ['echo "unfinished', 'cat', 'whoami'],
      timeout: '1s',
    };
    const played = await play(workshop, playbook, { args: ['--yes'] });
    assert.deepEqual(
      played.record.results.map((result) => result.state),
      ['raised', 'raised', 'finished'],
    );
    assert.equal(played.of('server', 'Real.3').output, user.name);
  });

  test('[real] an unknown command is raised as `device`, and the next one still runs', async () => {
    const commands = ['no-such-program', 'whoami'];
    const played = await play(workshop, { mode: 'change', inventory: withPassword(), commands }, { args: ['--yes'] });
    assert.equal(played.exitCode, 1);
    const [unknown, known] = played.record.results;
    assert.equal(unknown?.error?.code, 'device');
    assert.deepEqual([known?.state, known?.output], ['finished', user.name]);
  });

  test('[real] an output that looks like a prompt does not end the command', async () => {
    const command = `printf '%s\\n' 'root@server:~# ' '$ ' 'router>' 'end'`;
    const played = await play(workshop, { mode: 'change', inventory: withPassword(), command }, { args: ['--yes'] });
    assert.equal(played.exitCode, 0, played.stderr);
    assert.equal(played.of('server').output?.replace(/ +$/gm, ''), 'root@server:~#\n$\nrouter>\nend');
  });

  test('[real] a shell that ends under the command is `disconnected`, and what is left is raised with it', async () => {
    const commands = ['whoami', 'kill -9 $$', 'whoami'];
    const played = await play(workshop, { mode: 'change', inventory: withPassword(), commands }, { args: ['--yes'] });
    assert.equal(played.exitCode, 1);
    assert.deepEqual(
      played.record.results.map((result) => [result.state, result.error?.code ?? null]),
      [
        ['finished', null],
        ['raised', 'disconnected'],
        ['raised', 'disconnected'],
      ],
    );
  });
});
