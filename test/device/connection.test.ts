import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
import { type ConnectOptions, connect } from '../../src/device/connect.js';
import type { Connection } from '../../src/device/connection.js';
import type { Device } from '../../src/device/device.js';
import { Screen } from '../../src/device/screen.js';
import { DeviceError, DocumentError } from '../../src/error/flow-error.js';
import type { Lab } from '../../src/lab/lab.js';
import { makeFolder, startLab } from '../support/lab.js';

const OPTIONS: ConnectOptions = { hostKeys: { mode: 'off', file: '' } };

/** One simulated router, in the words of Netmiko. */
async function startRouter(t: TestContext, { hold = false } = {}): Promise<{ lab: Lab; device: Device }> {
  const lab = await startLab(t, { hosts: { cisco_ios: 1 }, hold });
  const [host] = lab.hosts();
  assert.ok(host);
  const { address, port, username = '', password = '', secret = '' } = host;
  return { lab, device: { device_type: 'cisco_ios', ip: address, port, username, password, secret } };
}

async function open(t: TestContext, device: Device, options = OPTIONS): Promise<Connection> {
  const ssh = await connect(device, options);
  t.after(() => ssh.disconnect());
  return ssh;
}

function codeOf(code: string) {
  return (error: unknown) => error instanceof DeviceError && error.code === code;
}

/** Resolves when the device has said a text and it was read. */
function seen(t: TestContext, text: string): Promise<void> {
  const { feed } = Screen.prototype;
  return new Promise((resolve) => {
    t.mock.method(Screen.prototype, 'feed', function (this: Screen, bytes: Uint8Array) {
      feed.call(this, bytes);
      if ([...this.lines, this.line].some((line) => line.includes(text))) resolve();
    });
  });
}

test('the lesson: connect, enable, send a command, disconnect', async (t) => {
  const { device, lab } = await startRouter(t);
  const ssh = await open(t, device);
  assert.match(await ssh.findPrompt(), />$/);
  await ssh.enable();
  assert.match(await ssh.findPrompt(), /#$/);
  assert.match(await ssh.sendCommand('sh clock'), /^\*?\d\d:\d\d:\d\d\.\d+ UTC /);
  await ssh.disconnect();
  assert.equal(lab.logins, 1);
});
test('a rejected command is thrown as device, and the connection goes on', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  await assert.rejects(ssh.sendCommand('show colck'), (error) => {
    assert.ok(error instanceof DeviceError);
    assert.equal(error.code, 'device');
    assert.match(error.message, /^"show colck" was rejected: % Invalid input/);
    return true;
  });
  assert.match(await ssh.sendCommand('sh clock'), /UTC/);
});
test('calls at the same time take their turns, and each gets its own answer', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  const commands = ['show clock', 'show version', 'show clock', 'show ip interface brief'];
  const together = await Promise.all(commands.map((command) => ssh.sendCommand(command)));
  assert.match(together[0] ?? '', /UTC/);
  assert.match(together[1] ?? '', /Cisco IOS/);
  assert.match(together[2] ?? '', /UTC/);
  assert.match(together[3] ?? '', /Interface/);
});
test('sendConfigSet configures and leaves the mode; saveConfig writes it', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  await ssh.enable();
  const said = await ssh.sendConfigSet(['interface Loopback7', 'description made by hand']);
  assert.match(said, /description made by hand/);
  assert.match(await ssh.findPrompt(), /[^)]#$/);
  assert.match(await ssh.sendCommand('show running-config'), /description made by hand/);
  assert.match(await ssh.saveConfig(), /\[OK\]/);
});
test('sendConfigSet throws at the first line that the device rejects, and leaves the mode all the same', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  await ssh.enable();
  await assert.rejects(ssh.sendConfigSet('colour blue\nhostname NEW'), (error) => {
    assert.ok(error instanceof DeviceError);
    assert.match(error.message, /line 1 of 2 was rejected/);
    return true;
  });
  assert.match(await ssh.findPrompt(), /[^)]#$/);
});
test('a command with a line break in it is not typed', async (t) => {
  const { device, lab } = await startRouter(t);
  const ssh = await open(t, device);
  await assert.rejects(ssh.sendCommand('show clock\nreload'), codeOf('template'));
  await assert.rejects(ssh.sendConfigSet(['a\u0003b']), codeOf('template'));
  assert.ok(!JSON.stringify(lab.commandsOf(lab.hosts()[0]?.name ?? '')).includes('reload'));
});
test('a wrong password is auth, a wrong secret is auth in its own phase, and neither shows them', async (t) => {
  const { device } = await startRouter(t);
  await assert.rejects(connect({ ...device, password: 'wrong-pa55' }, OPTIONS), (error) => {
    assert.ok(codeOf('auth')(error));
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes('wrong-pa55'));
    return true;
  });
  const ssh = await open(t, { ...device, secret: 'wrong-s3cret' });
  await assert.rejects(ssh.enable(), (error) => {
    assert.ok(error instanceof DeviceError);
    assert.deepEqual([error.code, error.phase], ['auth', 'enable']);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes('wrong-s3cret'));
    return true;
  });
  await assert.rejects(ssh.sendCommand('show clock'), codeOf('disconnected'));
});
test('what is wrong with the device description is told at once, and nothing is sent', async () => {
  await assert.rejects(connect({ device_type: 'cisco_oi', ip: '127.0.0.1' }), (error) => {
    assert.ok(error instanceof DocumentError);
    assert.match(error.message, /cisco_oi/);
    return true;
  });
  await assert.rejects(connect({ device_type: 'cisco_ios' }), /host or ip/);
  await assert.rejects(
    connect({ device_type: 'cisco_ios', ip: '127.0.0.1', password: `\${env:NOBODY_HAS_THIS}` }),
    DocumentError,
  );
});
test('a time limit is a number above 0, and Infinity is none: another is refused before anything is typed', async (t) => {
  const { lab, device } = await startRouter(t);
  const ssh = await open(t, device);
  for (const timeoutMs of [0, -1, Number.NaN, '5' as never]) {
    await assert.rejects(ssh.sendCommand('show clock', { timeoutMs }), RangeError);
    await assert.rejects(
      ssh.sendConfigSet(['ntp server 192.0.2.1'], { timeoutMs }),
      /timeoutMs: expected milliseconds/,
    );
    await assert.rejects(
      connect(device, { ...OPTIONS, timeouts: { authMs: timeoutMs } }),
      /timeouts\.authMs: expected/,
    );
  }
  assert.ok(!lab.commandsOf(lab.hosts()[0]?.name ?? '').includes('show clock'));
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  t.after(() => process.off('warning', listen));
  for (const timeoutMs of [Number.POSITIVE_INFINITY, 1e12])
    assert.match(await ssh.sendCommand('show clock', { timeoutMs }), /UTC/);
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
});
test('a reference is looked up where the caller says', async (t) => {
  const { device } = await startRouter(t);
  const password = String(device.password);
  const ssh = await open(t, { ...device, password: `\${env:PW}` }, { ...OPTIONS, env: { PW: password } });
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
});
test('after disconnect every call is disconnected, and disconnect does nothing more', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  const last = ssh.sendCommand('show clock');
  await ssh.disconnect();
  assert.match(await last, /UTC/);
  await assert.rejects(ssh.sendCommand('show clock'), codeOf('disconnected'));
  await ssh.disconnect();
});
test('await using logs out at the end of the block', async (t) => {
  const { device } = await startRouter(t);
  let kept: Connection;
  {
    await using ssh = await connect(device, OPTIONS);
    await ssh.sendCommand('show clock');
    kept = ssh;
  }
  await assert.rejects(kept.findPrompt(), codeOf('disconnected'));
});
test('a command that gets no answer in time is timeout, and the connection is over', async (t) => {
  const { device, lab } = await startRouter(t, { hold: true });
  const ssh = await open(t, device);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const echoed = seen(t, 'show clock');
  const answer = ssh.sendCommand('show clock', { timeoutMs: 100 });
  await echoed;
  t.mock.timers.tick(99);
  assert.equal(ssh.isAlive(), true);
  t.mock.timers.tick(1);
  await assert.rejects(answer, codeOf('timeout'));
  assert.equal(ssh.isAlive(), false);
  await assert.rejects(ssh.sendCommand('show version'), codeOf('disconnected'));
  assert.equal(lab.commandsOf(lab.hosts()[0]?.name ?? '').at(-1), 'show clock');
});
test('checkEnableMode says whether the privileged mode was reached', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  assert.equal(ssh.checkEnableMode(), false);
  await ssh.enable();
  assert.equal(ssh.checkEnableMode(), true);
});
test('isAlive: the connection stands until one side closes it', async (t) => {
  const { device, lab } = await startRouter(t);
  const ssh = await open(t, device);
  assert.equal(ssh.isAlive(), true);
  const lost = await open(t, device);
  await ssh.disconnect();
  assert.equal(ssh.isAlive(), false);
  await lab.stop();
  await assert.rejects(lost.sendCommand('show clock'), codeOf('disconnected'));
  assert.equal(lost.isAlive(), false);
});
test('parse textfsm: the answer becomes rows by the template for platform and command', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  const rows = await ssh.sendCommand<{ interface: string }[]>('show ip int brief', { parse: 'textfsm' });
  assert.ok(rows.length > 1);
  assert.ok(rows.every((row) => typeof row.interface === 'string'));
});
test('parse: a regular expression gives its named groups, a template of your own its rows', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  const zone = await ssh.sendCommand('show clock', { parse: /(?<zone>UTC) (?<day>\w+)/ });
  assert.deepEqual(Object.keys(zone as object), ['zone', 'day']);
  const file = join(makeFolder(t), 'clock.textfsm');
  writeFileSync(file, 'Value ZONE (\\S+)\n\nStart\n  ^\\S+ ${ZONE} -> Record\n');
  assert.deepEqual(await ssh.sendCommand('show clock', { parse: { textfsm: file } }), [{ zone: 'UTC' }]);
});
test('parse: without a template, or with what is no way to parse, nothing is typed', async (t) => {
  const { device, lab } = await startRouter(t);
  const ssh = await open(t, device);
  await assert.rejects(ssh.sendCommand('show nonsense', { parse: 'textfsm' }), (error) => {
    assert.ok(codeOf('parse')(error));
    assert.match(String(error), /there is no TextFSM template for "show nonsense" on cisco_ios/);
    return true;
  });
  await assert.rejects(ssh.sendCommand('show clock', { parse: { textfsm: 'nowhere.textfsm' } }), DocumentError);
  await assert.rejects(ssh.sendCommand('show clock', { parse: /UTC/ }), /named groups/);
  await assert.rejects(ssh.sendCommand('show clock', { parse: 'genie' as never }), /expected 'textfsm', 'json'/);
  await assert.rejects(ssh.sendCommand('show clock', { use_textfsm: true } as never), /no option use_textfsm/);
  assert.ok(!lab.commandsOf(lab.hosts()[0]?.name ?? '').some((command) => command.startsWith('show')));
});
test('parse: an answer that does not fit is parse, and the connection goes on', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, device);
  await assert.rejects(ssh.sendCommand('show clock', { parse: 'json' }), codeOf('parse'));
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
});
test('ssh_config_file fills in what the device does not say', async (t) => {
  const { device } = await startRouter(t);
  const { ip, port, username, ...rest } = device;
  const file = join(makeFolder(t), 'config');
  writeFileSync(file, `Host core1\n  HostName ${ip}\n  Port ${port}\n  User ${username}\n`);
  const ssh = await open(t, { ...rest, host: 'core1', ssh_config_file: file });
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
  await assert.rejects(connect({ ...device, ssh_config_file: `${file}-2` }, OPTIONS), /no such file/);
});
test('what Netmiko knows and flow has no use for is told of, and an option that there is not is refused', async (t) => {
  const { device } = await startRouter(t);
  const notices: string[] = [];
  await open(t, { ...device, fast_cli: true }, { ...OPTIONS, onNotice: (message) => notices.push(message) });
  assert.deepEqual(notices, ['connect: warning: not used by flow: fast_cli']);
  await assert.rejects(connect(device, { timeout: 5 } as never), /no option timeout; did you mean "timeouts"\?/);
  await assert.rejects(
    connect(device, { timeouts: { connect: 5 } as never }),
    /no option connect; did you mean "connectMs"\?/,
  );
});
test('mistakes in the description of a device are told by their keys alone, without secrets', async () => {
  const wrong = { device_typ: 'cisco_ios', host: '127.0.0.1', port: 0, password: 'hunter2-x' } as never;
  await assert.rejects(connect(wrong, OPTIONS), (error) => {
    assert.ok(error instanceof DocumentError);
    assert.match(error.message, /^connect: device_typ: unknown key\n {2}did you mean "device_type"\?$/m);
    assert.match(error.message, /^connect: port: expected a port/m);
    assert.doesNotMatch(inspect(error.diagnostics), /hunter2|\[0\]/);
    return true;
  });
});
test('the hint of a host key that is refused speaks of the option, and of no flag', async (t) => {
  const { device } = await startRouter(t);
  const hostKeys = { mode: 'strict' as const, file: join(makeFolder(t), 'known_hosts') };
  await assert.rejects(connect(device, { hostKeys }), (error) => {
    assert.ok(error instanceof DeviceError && error.code === 'hostkey');
    assert.match(error.hint ?? '', /`hostKeys: \{ mode: 'pin' \}` then writes it down$/);
    return true;
  });
});
test('a host of an inventory is a device as well', async (t) => {
  const { lab } = await startRouter(t);
  const [host] = lab.hosts();
  assert.ok(host);
  const ssh = await connect(host, OPTIONS);
  t.after(() => ssh.disconnect());
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
});
test('autodetect finds the platform out', async (t) => {
  const { device } = await startRouter(t);
  const ssh = await open(t, { ...device, device_type: 'autodetect' });
  assert.equal(ssh.platform, 'cisco_ios');
  assert.match(await ssh.sendCommand('show clock'), /UTC/);
});
test('an aborted signal ends what is under way', async (t) => {
  const { device, lab } = await startRouter(t, { hold: true });
  const controller = new AbortController();
  const ssh = await open(t, device, { ...OPTIONS, signal: controller.signal });
  const answer = ssh.sendCommand('show clock');
  await lab.nextCommand();
  controller.abort();
  await assert.rejects(answer, codeOf('cancelled'));
});
