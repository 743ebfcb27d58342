// Loaded before the lab (`node --import`). For each exchange by diffie-hellman-group1, OpenSSL 3 finds out again that the prime is one,
// which takes 40 ms: simulated routers by the hundred in one process would be measured instead of those who ask them. Here they share
// one key, which no real device may do.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const make = crypto.createDiffieHellmanGroup;
const shared = make('modp2');

crypto.createDiffieHellmanGroup = (name) => (name === 'modp2' ? shared : make(name));
syncBuiltinESMExports();
