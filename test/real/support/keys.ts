import { readFile } from 'node:fs/promises';
import { runProgram, startDaemon } from './run-program.js';
import type { Workshop } from './workshop.js';

/** A key pair in OpenSSH's format. */
export interface KeyPair {
  /** Path of the private key. */
  path: string;
  /** The public key as a line of authorized_keys. */
  publicLine: string;
}

export interface KeyOptions {
  type?: 'ed25519' | 'rsa' | 'ecdsa' | 'dsa';
  passphrase?: string;
}

/** Makes a key pair with OpenSSH's own ssh-keygen. */
export async function makeKey(workshop: Workshop, name: string, options: KeyOptions = {}): Promise<KeyPair> {
  const path = workshop.path(name);
  const type = options.type ?? 'ed25519';
  await runProgram('ssh-keygen', '-q', '-t', type, '-N', options.passphrase ?? '', '-C', name, '-f', path);
  return { path, publicLine: await readFile(`${path}.pub`, 'utf8') };
}

/** Starts an ssh-agent that holds the keys. @returns its socket, for `SSH_AUTH_SOCK` */
export async function startAgent(workshop: Workshop, ...keys: KeyPair[]): Promise<string> {
  const socket = workshop.path('agent.sock');
  const agent = await startDaemon(['ssh-agent', '-D', '-a', socket], 'SSH_AUTH_SOCK');
  workshop.later(() => agent.stop());
  for (const key of keys) await runProgram('env', `SSH_AUTH_SOCK=${socket}`, 'ssh-add', '-q', key.path);
  return socket;
}
