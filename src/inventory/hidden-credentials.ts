import { makeFace } from '../error/face.js';
import { makeMask, maskVariables } from '../error/mask.js';
import { STARS } from '../error/secret-names.js';
import { hideSecretsIn } from '../error/secret-spans.js';
import type { Host, Inventory } from './host.js';
import { secretsOf } from './secrets-of.js';

/** Keeps the credentials of a host from whoever logs it: there `****` stands for them. They are read as ever. @returns the host */
export const hideCredentials = makeFace((host: Host) => {
  const { name, platform, groups, ssh, secrets: _, ...rest } = host;
  const { username, key } = host;
  const mask = makeMask(secretsOf([host]));
  const hide = (text: string) => hideSecretsIn(mask(text));
  const answers = ssh.answers?.map((answer) => ({ ...answer, send: STARS }));
  return {
    name,
    platform,
    groups,
    ...maskVariables(rest, hide),
    ...(username !== undefined && { username }),
    ...(key !== undefined && { key }),
    ssh: { ...ssh, ...(answers && { answers }) },
  };
});

/** The same for a whole inventory: what only diagnostics need of it, such as the commands of `${exec:...}`, is not logged at all. */
export const hideInventory = makeFace(
  ({ plainSecrets: _, platformPlaces: _places, referencePlaces: _references, ...shown }: Inventory) => shown,
);
