import ssh2 from 'ssh2';

type Options = Parameters<typeof ssh2.utils.generateKeyPairSync>[1];

/** Makes an ed25519 key pair in OpenSSH's form. ssh2 1.17 cannot read one in 150 of the keys that it writes: such a one is made again. */
export function makeKeyPair(options?: Options & { passphrase?: string }): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', options);
    const readable = [ssh2.utils.parseKey(pair.private, options?.passphrase), ssh2.utils.parseKey(pair.public)];
    if (!readable.some((key) => key instanceof Error)) return pair;
  }
}
