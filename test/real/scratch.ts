import { Workshop } from './support/workshop.js';
import { Sshd } from './support/sshd.js';
import { startFrr } from './support/frr.js';
import { addUser } from './support/system-user.js';
import { makeKey, startAgent } from './support/keys.js';
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
const w = new Workshop();
function login(o: ssh2.ConnectConfig, lines: string[], interactive?: string) {
  return new Promise<string>((resolve) => {
    const c = new ssh2.Client();
    let t = '';
    c.on('error', (e) => resolve('ERR ' + e.message));
    c.on('keyboard-interactive', (_n, _i, _l, p, done) => { t += `[asked ${JSON.stringify(p)}]`; done([interactive ?? '']); });
    c.on('ready', () => c.shell({ term: 'vt100', cols: 511, rows: 1000 }, (_e, s) => {
      s.on('data', (d: Buffer) => (t += d)).on('close', () => { c.end(); resolve(t); });
      s.write(lines.join('\r') + '\r');
    }));
    c.connect({ host: '127.0.0.1', ...o });
  });
}
try {
  console.time('all');
  const frr = await startFrr(w); console.timeLog('all', 'frr');
  const s = await Sshd.start(w); console.timeLog('all', 'sshd');
  const u = { username: frr.user.name, password: frr.user.password };
  console.log(await login({ port: s.port, ...u }, ['show version', 'write memory', 'exit']));
  console.log(await login({ port: s.port, username: frr.pagedUser.name, password: frr.pagedUser.password }, ['no terminal paginate', 'terminal length 0', 'show running-config', 'exit']));
  console.log(await frr.vtysh('show run'));
  console.timeLog('all', 'frr logins');
  const b = await addUser(w); console.timeLog('all', 'user');
  const k = await makeKey(w, 'id', {passphrase:'open sesame'}); const k2 = await makeKey(w, 'id2');
  const sock = await startAgent(w, k2); console.timeLog('all', 'agent');
  const p = await Sshd.start(w, { accept: ['publickey'], authorizedKeys: [k.publicLine, k2.publicLine] });
  console.log((await login({ port: p.port, username: b.name, privateKey: readFileSync(k.path), passphrase: 'open sesame' }, ['id', 'exit'])).slice(-200));
  console.log((await login({ port: p.port, username: b.name, agent: sock }, ['id', 'exit'])).slice(-200));
  const ki = await Sshd.start(w, { accept: ['keyboard-interactive'] });
  console.log((await login({ port: ki.port, username: b.name, tryKeyboard: true }, ['id', 'exit'], b.password)).slice(-900));
  console.log(ki.log());
  const leg = await Sshd.start(w, { hostKey: 'rsa', config: ['KexAlgorithms diffie-hellman-group14-sha1', 'HostKeyAlgorithms ssh-rsa', 'Ciphers aes128-cbc', 'MACs hmac-sha1'] });
  console.log((await login({ port: leg.port, username: b.name, password: b.password }, ['id', 'exit'])).slice(-300));
  await leg.replace();
  console.timeLog('all', 'end');
} finally { await w.close(); }
