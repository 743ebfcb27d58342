import { mkdir, readFile } from 'node:fs/promises';
import { pathOf } from './programs.js';
import { runProgram, startDaemon } from './run-program.js';
import { Sshd } from './sshd.js';
import { addUser, type SystemUser } from './system-user.js';
import type { Workshop } from './workshop.js';

/** A running router: FRRouting's zebra with sockets and files of its own. */
export interface Frr {
  /** Makes a user whose login shell is vtysh, with such an environment: `VTYSH_PAGER=more`. */
  addUser(environment?: string): Promise<SystemUser>;
  /** What `write memory` has written. */
  startupConfig(): Promise<string>;
  /** Runs lines in vtysh beside the logins of the test. @returns what it printed */
  vtysh(...lines: string[]): Promise<string>;
}

/** A router behind OpenSSH, as tests log in to it. */
export interface Router {
  frr: Frr;
  sshd: Sshd;
  user: SystemUser;
}

let logins = 0;

/**
 * Starts zebra by hand. It lives in a network namespace of its own, so that it neither sees nor changes the machine's
 * interfaces and routes; unix sockets lead out of it.
 */
export async function startFrr(workshop: Workshop): Promise<Frr> {
  const sockets = workshop.path('frr', 'sockets');
  const config = workshop.path('frr', 'config');
  await workshop.write('frr/config/vtysh.conf', 'service integrated-vtysh-config\n');
  await workshop.write('frr/config/frr.conf', '');
  await workshop.write('frr/config/zebra.conf', '');
  await mkdir(sockets, { recursive: true });
  // The socket is made for this group, and `write memory` of its members makes new files in the folder.
  await runProgram('chown', '-R', 'frr:frrvty', sockets, config);
  await runProgram('chmod', '-R', 'ug+rwX,g+s', sockets, config);
  const zebra = [
    ...['unshare', '--net', pathOf('zebra'), '-u', 'frr', '-g', 'frr'],
    ...['--vty_socket', sockets, '-i', `${sockets}/zebra.pid`, '-z', `${sockets}/zserv.api`],
    ...['-f', `${config}/zebra.conf`, '-P', '0', '--log', 'stdout'],
  ];
  const daemon = await startDaemon(zebra, 'starting: vty@');
  workshop.later(() => daemon.stop());
  const places = ['--vty_socket', sockets, '--config_dir', config];
  const command = [pathOf('vtysh'), ...places].join(' ');
  return {
    startupConfig: () => readFile(`${config}/frr.conf`, 'utf8'),
    addUser: async (environment = '') => {
      const name = `frr/login-${logins++}`;
      const shell = await workshop.write(name, `#!/bin/sh\n${environment} exec ${command}\n`, 0o755);
      return addUser(workshop, { shell, groups: ['frr', 'frrvty'] });
    },
    vtysh: (...lines) => runProgram('vtysh', ...places, ...lines.flatMap((line) => ['-c', line])),
  };
}

/** Starts a router, with an OpenSSH in front of it and a user that may log in. */
export async function startRouter(workshop: Workshop): Promise<Router> {
  const frr = await startFrr(workshop);
  return { frr, sshd: await Sshd.start(workshop), user: await frr.addUser() };
}

/** The inventory of the router, whose name is `edge`. */
export function inventoryOf({ sshd, user }: Pick<Router, 'user'> & { sshd: Pick<Sshd, 'port'> }) {
  const { name: username, password } = user;
  return { hosts: { edge: { address: '127.0.0.1', port: sshd.port, platform: 'frr', username, password } } };
}
