import type { Host } from './host.js';

/** A host and the platform that is to stand in its inventory. */
export interface FoundPlatform {
  host: Host;
  platform: string;
}
