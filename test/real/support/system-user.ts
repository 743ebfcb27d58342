import { randomBytes } from 'node:crypto';
import { feedProgram, runProgram } from './run-program.js';
import type { Workshop } from './workshop.js';

/** A user of this machine, made for one test file. */
export interface SystemUser {
  name: string;
  password: string;
}

export interface UserOptions {
  /** Path of the login shell; bash unless given. */
  shell?: string;
  groups?: string[];
}

// Two test files at once would find /etc/passwd locked by the other.
const LOCK = '/run/lock/flow-test-users';
let made = 0;

/** Makes a throw-away user with a known password; closing the workshop removes it. Needs root. */
export async function addUser(workshop: Workshop, options: UserOptions = {}): Promise<SystemUser> {
  const user = { name: `flow${process.pid}-${made++}`, password: `Pw-${randomBytes(9).toString('base64url')}` };
  const home = workshop.path(`home-${user.name}`);
  const groups = options.groups ? ['--groups', options.groups.join(',')] : [];
  const skeleton = ['--create-home', '--home-dir', home, '--shell', options.shell ?? '/bin/bash'];
  await runProgram('flock', LOCK, 'useradd', ...skeleton, ...groups, user.name);
  workshop.later(async () => {
    await runProgram('flock', LOCK, 'userdel', '--force', user.name);
  });
  await feedProgram(`${user.name}:${user.password}\n`, 'flock', LOCK, 'chpasswd');
  return user;
}
