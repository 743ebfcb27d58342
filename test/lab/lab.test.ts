import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Host } from '../../src/inventory/host.js';
import { Lab } from '../../src/lab/lab.js';
import { simulateHosts } from '../../src/lab/lab-host.js';
import { makeKeyPair } from '../support/key-pair.js';
import { startLab } from '../support/lab.js';
import { connectTo, logIn } from './client.js';
import { MORNING } from './screen.js';

test('hosts are numbered on across platforms, with user, password and secret lab', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 2, linux: 1, frr: 1 } });
  const hosts = lab.hosts();
  assert.deepEqual(
    hosts.map(({ name, platform, address, username, password, secret }) =>
      [name, platform, address, username, password, secret].join(' '),
    ),
    [
      'R1 cisco_ios 127.0.0.1 lab lab lab',
      'R2 cisco_ios 127.0.0.1 lab lab lab',
      'R3 linux 127.0.0.1 lab lab lab',
      'R4 frr 127.0.0.1 lab lab lab',
    ],
  );
  assert.equal(new Set(hosts.map(({ port }) => port)).size, 4);
});

test('each platform answers behind real SSH', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 1, linux: 1, frr: 1 }, now: () => MORNING });
  const [router, machine, routing] = lab.hosts() as [Host, Host, Host];
  const ios = await logIn(router);
  await ios.waitFor('R1>');
  assert.equal(await ios.ask('sh clock', 'R1>'), 'sh clock\r\n*06:02:19.983 UTC Mon Aug 28 2017\r\nR1>');
  ios.send('exit\n');
  await ios.closed;
  const shell = await logIn(machine);
  await shell.waitFor('$ ');
  assert.equal(await shell.ask('date', '$ '), 'date\r\nMon Aug 28 06:02:19 UTC 2017\r\nlab@R2:~$ ');
  shell.send('exit\n');
  await shell.closed;
  const vtysh = await logIn(routing);
  await vtysh.waitFor('R3# ');
  assert.match(await vtysh.ask('show version', 'R3# '), /FRRouting 8/);
  vtysh.send('exit\n');
  await vtysh.closed;
  assert.deepEqual(lab.commandsOf('R1'), ['sh clock', 'exit']);
  assert.equal(lab.logins, 3);
});

test('two routers differ, and the same lab is the same again', async (t) => {
  const serials = async () => {
    const lab = await startLab(t, { hosts: 2, seed: 7 });
    return Promise.all(
      lab.hosts().map(async (host) => {
        const login = await logIn(host);
        await login.waitFor('>');
        const text = await login.ask('show inventory', `${host.name}>`);
        login.end();
        return /SN: (\w+)/.exec(text)?.[1];
      }),
    );
  };
  const [first, second] = await serials();
  assert.notEqual(first, second);
  assert.deepEqual(await serials(), [first, second]);
});

test('a wrong password is refused and counted', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  await assert.rejects(connectTo(at(lab, 0), { password: 'wrong' }), /authentication methods failed/);
  assert.equal(lab.refusedLogins, 1);
  assert.equal(lab.logins, 0);
});

test('a host with keyboard-interactive only asks for the password in words', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { keyboardInteractiveOnly: true } });
  await assert.rejects(connectTo(at(lab, 0)), /authentication methods failed/);
  const client = await connectTo(at(lab, 0), { tryKeyboard: true, answers: ['lab'] });
  client.end();
  assert.equal(lab.logins, 1);
});

test('a host that accepts nothing lets anybody in', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { acceptsNone: true } });
  const client = await connectTo(at(lab, 0), { username: 'anybody', password: 'anything' });
  client.end();
});

test('a public key opens the door, another one does not', async (t) => {
  const right = makeKeyPair();
  const wrong = makeKeyPair();
  const lab = await startLab(t, { hosts: [{ name: 'R1', publicKeys: [right.public] }] });
  const { password: _password, ...host } = at(lab, 0);
  const client = await connectTo(host, { privateKey: right.private });
  client.end();
  await assert.rejects(connectTo(host, { privateKey: wrong.private, password: '' }), /authentication methods failed/);
});

test('a held command is answered by the test, and the third host waits for nobody else', async (t) => {
  const lab = await startLab(t, { hosts: 3, hold: true });
  const logins = await Promise.all(lab.hosts().map((host) => logIn(host)));
  const [one, two] = logins as [Awaited<ReturnType<typeof logIn>>, Awaited<ReturnType<typeof logIn>>];
  await Promise.all(logins.map((login) => login.waitFor('>')));
  assert.equal(lab.counts.mostConnections, 3);
  one.send('terminal length 0\nshow clock\n');
  const first = await lab.nextCommand();
  assert.deepEqual([first.host, first.text], ['R1', 'show clock']);
  two.send('show version\n');
  const second = await lab.nextCommand('R2');
  first.answer('12:00:01 UTC');
  await one.waitFor('terminal length 0\r\nR1>show clock\r\n12:00:01 UTC\r\nR1>');
  second.reject();
  await two.waitFor('% Invalid input');
  one.send('show clock\n');
  (await lab.nextCommand()).drop();
  await one.closed;
  two.send('sh priv\n');
  lab.answerAll();
  await two.waitFor('privilege level is 1');
});

test('the most hosts at once counts logins and commands, not idle sessions', async (t) => {
  const lab = await startLab(t, { hosts: 3 });
  for (const host of lab.hosts()) {
    const login = await logIn(host);
    await login.waitFor('>');
    await login.ask('show clock', `${host.name}>`);
  }
  assert.equal(lab.mostAtOnce, 1);
  assert.equal(lab.counts.mostConnections, 3);
});

test('what a host sends comes in the pieces asked for, and is the same text', async (t) => {
  const lab = await startLab(t, {
    hosts: [{ name: 'R1' }, { name: 'R1x', faults: { chunks: [1, 7] } }, { name: 'R1y', faults: { chunks: 'random' } }],
    now: () => MORNING,
  });
  const texts = await Promise.all(
    lab.hosts().map(async (host) => {
      const login = await logIn(host);
      await login.waitFor('>');
      const text = await login.ask('show ip route', `${host.name}>`);
      if (host.name === 'R1x')
        assert.deepEqual(
          login.pieces.slice(0, 4).map(({ length }) => length),
          [1, 5, 1, 7],
        );
      return text;
    }),
  );
  assert.equal(
    texts.every((text) => text.includes('directly connected, Loopback0')),
    true,
  );
});

test('a host cuts the connection at a byte', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { closeAtByte: 20 } });
  const login = await logIn(at(lab, 0));
  login.send('show version\n');
  await login.closed;
  assert.equal(login.received, '\r\nR1>show version\r\nC');
});

test('a host falls silent after a byte, and stays', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { silentAfterBytes: 8 } });
  const login = await logIn(at(lab, 0));
  login.send('show version\n');
  assert.equal(await login.waitFor('sho'), '\r\nR1>sho');
  assert.equal(lab.counts.openConnections, 1);
});

test('a host refuses, closes or never answers a connection', async (t) => {
  const lab = await startLab(t, {
    hosts: [
      { name: 'refusing', faults: { refusesConnections: true } },
      { name: 'closing', faults: { closesOnConnect: true } },
      { name: 'silent', faults: { silentOnConnect: true } },
    ],
  });
  await assert.rejects(connectTo(at(lab, 0)), { code: 'ECONNREFUSED' });
  await assert.rejects(connectTo(at(lab, 1)));
  const socket = connect({ host: at(lab, 2).address, port: at(lab, 2).port });
  await once(socket, 'connect');
  socket.destroy();
});

test('a full device says so and hangs up', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { vtyFull: 'All lines are in use.' } });
  const login = await logIn(at(lab, 0));
  await login.closed;
  assert.equal(login.received, 'All lines are in use.\r\n');
});

test('banner and message of the day are shown where they belong', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { banner: 'Keep out\n', motd: 'Be careful' } });
  const client = connectTo(at(lab, 0));
  (await client).end();
  const login = await logIn(at(lab, 0));
  assert.equal(await login.waitFor('R1>'), '\r\nBe careful\r\n\r\nR1>');
});

test('a late host is late once, at its first command that is not set-up', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { lateByMs: 20 } });
  const login = await logIn(at(lab, 0));
  await login.waitFor('R1>');
  await login.ask('terminal length 0', 'R1>');
  login.send('show clock\nshow clock\n');
  await login.waitFor('UTC');
  await login.waitFor('UTC');
});

test('another host key is shown from the next login on', async (t) => {
  const lab = await startLab(t, { hosts: 2 });
  const seen: string[] = [];
  const hostVerifier = (key: Buffer) => {
    seen.push(key.toString('base64'));
    return true;
  };
  (await connectTo(at(lab, 0), { hostVerifier })).end();
  (await connectTo(at(lab, 1), { hostVerifier })).end();
  lab.changeHostKey('R1');
  (await connectTo(at(lab, 0), { hostVerifier })).end();
  assert.equal(seen[0], seen[1], 'one key is shared by all hosts');
  assert.notEqual(seen[0], seen[2]);
  assert.equal(lab.knownHostsLine('R1'), `[127.0.0.1]:${at(lab, 0).port} ssh-ed25519 ${seen[2]}`);
});

test('a host that offers old algorithms only is not understood by default', async (t) => {
  const lab = await startLab(t, { hosts: 1, faults: { algorithms: { kex: ['diffie-hellman-group14-sha1'] } } });
  await assert.rejects(connectTo(at(lab, 0)), /no matching key exchange/);
});

test('a jump host carries connections to another lab host', async (t) => {
  const lab = await startLab(t, { hosts: [{ name: 'jump', platform: 'linux', forwards: true }, { name: 'R1' }] });
  const jump = await connectTo(at(lab, 0));
  const sock = await new Promise<import('ssh2').ClientChannel>((resolve, reject) => {
    jump.forwardOut('127.0.0.1', 0, at(lab, 1).address, at(lab, 1).port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
  const login = await logIn(at(lab, 1), { sock });
  await login.waitFor('R1>');
  login.end();
  jump.end();
});

test('log messages come at any time', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const login = await logIn(at(lab, 0));
  await login.waitFor('R1>');
  lab.say('R1', '\n%LINK-3-UPDOWN: Interface Gi0/1, changed state to down');
  assert.equal(await login.waitFor('down\r\n'), '\r\n%LINK-3-UPDOWN: Interface Gi0/1, changed state to down\r\n');
  lab.dropConnections('R1');
  await login.closed;
});

test('hosts of an inventory are simulated with their own names and credentials', async (t) => {
  const inventory: Host[] = [
    {
      name: 'core',
      address: '10.0.0.1',
      port: 22,
      platform: 'cisco_xe',
      username: 'admin',
      password: 's3cret',
      secret: 'en',
      key: '/k',
      groups: ['hq'],
      vars: { a: 1 },
      jump: ['bastion'],
      ssh: { legacy: true },
    },
    { name: 'edge', address: 'edge.example.net', port: 2222, platform: 'frr', groups: [], vars: {}, jump: [], ssh: {} },
  ];
  const lab = await startLab(t, { hosts: simulateHosts(inventory) });
  const [core, edge] = lab.place(inventory) as [Host, Host];
  assert.deepEqual(
    { ...core, port: 0 },
    {
      name: 'core',
      address: '127.0.0.1',
      port: 0,
      platform: 'cisco_xe',
      username: 'admin',
      password: 's3cret',
      secret: 'en',
      groups: ['hq'],
      vars: { a: 1 },
      jump: [],
      ssh: {},
    },
  );
  for (const host of [core, edge]) (await connectTo(host)).end();
  const wrong = lab.place([{ ...(inventory[0] as Host), password: 'wrong' }]) as [Host];
  await assert.rejects(connectTo(wrong[0]), /authentication methods failed/);
});

test('each host has an address of its own and all share a port, when asked', async (t) => {
  const lab = await startLab(t, { hosts: 300, spread: 'addresses' });
  const hosts = lab.hosts();
  assert.equal(hosts[0]?.address, '127.1.0.1');
  assert.equal(hosts[299]?.address, '127.1.1.46');
  assert.equal(new Set(hosts.map(({ port }) => port)).size, 1);
  const login = await logIn(hosts[299] as Host);
  await login.waitFor('R300>');
});

test('a hundred logins at the same time are all answered', async (t) => {
  const lab = await startLab(t, { hosts: 100 });
  await Promise.all(
    lab.hosts().map(async (host) => {
      const login = await logIn(host);
      await login.waitFor('>');
      await login.ask('show clock', `${host.name}>`);
      login.send('exit\n');
      await login.closed;
    }),
  );
  assert.equal(lab.logins, 100);
  assert.equal(lab.counts.commands, 200);
});

test('a lab that stops tells whoever waits for a command', async () => {
  const lab = await Lab.start({ hosts: 1, hold: true });
  const next = lab.nextCommand();
  await lab.stop();
  await assert.rejects(next, /stopped before another command came/);
  await lab.stop();
});

test('a port that is taken, or past the last, is refused by name', async (t) => {
  const lab = await startLab(t, { hosts: 1 });
  const { port } = at(lab, 0);
  await assert.rejects(Lab.start({ hosts: 1, port }), {
    name: 'UsageError',
    message: `the lab cannot use port ${port} of 127.0.0.1 for R1: something else listens there`,
  });
  await assert.rejects(Lab.start({ hosts: 2, port: 65_535 }), { name: 'UsageError', message: /no port left for R2/ });
});

test('impossible labs are refused with what would be possible', async () => {
  for (const [hosts, message] of [
    [{ cisco_iso: 1 }, 'the lab cannot simulate "cisco_iso"; did you mean "cisco_ios"?'],
    [{ cisco_ios: -1 }, 'lab: expected a number of cisco_ios hosts from 0 to 10000, got -1'],
    [{ cisco_ios: 9000, linux: 2000 }, 'the lab has at most 10,000 hosts, 11000 were asked for'],
    [[{ name: 'R1' }, { name: 'R1' }], 'the lab cannot have two hosts called "R1"'],
  ] as const) {
    await assert.rejects(Lab.start({ hosts }), { name: 'UsageError', message });
  }
});

function at(lab: Lab, index: number): Host {
  const host = lab.hosts()[index];
  assert.ok(host);
  return host;
}
