import { Workshop } from './support/workshop.js';
import { Sshd } from './support/sshd.js';
import { startFrr } from './support/frr.js';
import { addUser } from './support/system-user.js';
import { chmodSync, writeFileSync, readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
const w = new Workshop();
const show = (t: string) => JSON.stringify(t.replace(/(\\r\\n){5,}/g, '...')).replace(/(\\r\\n){5,}/g, '<many lines>');
function login(o: ssh2.ConnectConfig, lines: string[], rows: number) {
  return new Promise<void>((resolve) => {
    const c = new ssh2.Client();
    let t = '';
    c.on('error', (e) => {console.log(e); resolve()});
    c.on('ready', () => c.shell({ term: 'vt100', cols: 511, rows }, async (_e, s) => {
      s.on('data', (d: Buffer) => (t += d));
      await new Promise((r) => setTimeout(r, 500));
      console.log('<<', show(t.slice(-60)));
      for (const line of lines) { t = ''; s.write(line); await new Promise((r) => setTimeout(r, 400)); console.log('>>', JSON.stringify(line), '<<', show(t).slice(0, 600)); }
      c.end(); resolve();
    }));
    c.connect({ host: '127.0.0.1', ...o });
  });
}
try {
  const frr = await startFrr(w); const s = await Sshd.start(w);
  const u = { port: s.port, username: frr.pagedUser.name, password: frr.pagedUser.password };
  const path = w.path('frr/vtysh-paged'); const text = readFileSync(path, 'utf8');
  for (const pager of ['more', 'less', 'cat']) for (const rows of [1000, 24]) {
    console.log('==', pager, rows);
    writeFileSync(path, text.replace(/VTYSH_PAGER=\w+/, `VTYSH_PAGER=${pager}`)); chmodSync(path, 0o755);
    await login(u, ['no terminal paginate\r', 'q', 'terminal length 0\r', 'show running-config\r', 'show version\r'], rows);
  }
} finally { await w.close(); }
