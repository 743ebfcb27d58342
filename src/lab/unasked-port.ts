import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Linux gives ports from 32,768 on to whoever asks for any, other systems from 49,152 on; lower ones have to be asked for. */
const FROM = 20_000;
const TO = 32_768;

/** More than can be taken by others at once on any machine on which something else still works. */
const ATTEMPTS = 100;

/**
 * Finds a port that nothing listens on, and that no other program is given by chance: so it stays shut for as long as it is to be.
 *
 * @param address  of this machine
 * @throws {Error} the reason of the last attempt, where no port can be had
 */
export async function findUnaskedPort(address: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = randomInt(FROM, TO);
    try {
      await tryPort(address, port);
      return port;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function tryPort(host: string, port: number): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => server.close(() => resolve()));
  });
}
