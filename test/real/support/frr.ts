import { mkdir } from 'node:fs/promises';
import { pathOf } from './programs.js';
import { runProgram, startDaemon } from './run-program.js';
import { addUser, type SystemUser } from './system-user.js';
import type { Workshop } from './workshop.js';

/** A running router: FRRouting's zebra with sockets and files of its own. */
export interface Frr {
  /** Logs in to vtysh. */
  user: SystemUser;
  /** Logs in to vtysh with its pager on. */
  pagedUser: SystemUser;
  /** Runs lines in vtysh beside the logins of the test. @returns what it printed */
  vtysh(...lines: string[]): Promise<string>;
}

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
  const plain = await workshop.write('frr/vtysh-login', `#!/bin/sh\nexec ${command}\n`, 0o755);
  const paged = await workshop.write('frr/vtysh-paged', `#!/bin/sh\nVTYSH_PAGER=more exec ${command}\n`, 0o755);
  const groups = ['frr', 'frrvty'];
  return {
    user: await addUser(workshop, { shell: plain, groups }),
    pagedUser: await addUser(workshop, { shell: paged, groups }),
    vtysh: (...lines) => runProgram('vtysh', ...places, ...lines.flatMap((line) => ['-c', line])),
  };
}
