import type { Duplex } from 'node:stream';
import type { Host, HostKeyPolicy } from '../inventory/host.js';
import type { AskLeave } from '../inventory/leave.js';
import type { Access } from './access.js';
import type { Flights } from './flights.js';

/** How to open a connection to a host. Times in milliseconds. */
export interface ConnectOptions {
  /** Hosts to go through, nearest to us first. */
  jumps: readonly Host[];
  /** Size of the terminal that the shell gets; never 0, which some devices take for 80. */
  terminal: { columns: number; rows: number };
  /** What the device takes behind the user name, by its platform: `+ct511w`. Of the host at the end, not of jump hosts. */
  usernameSuffix?: string;
  connectMs: number;
  /** Handshake and authentication together. */
  authMs: number;
  hostKeys: HostKeyPolicy;
  signal: AbortSignal;
  /** What is being done now, for people: `connecting`, `logging in`. */
  onStep: (step: string) => void;
  /** Something to know that is no failure; what many hosts tell alike has a group, and `isForAll` is told once in a run. */
  onNotice: (message: string, of?: { group?: { noun: string; what: string }; isForAll?: boolean }) => void;
  /** The same, and it stands in the report: how the host is reached should be mended. */
  onWarning: (message: string) => void;
  /**
   * Told of each credential that was shown and accepted or refused, at once: the host or jump host by name, and which credential
   * (`credentialIdOf`). The runner counts refusals by it and ends its handshake; a device that wants none at login tells none.
   */
  onVerdict: (verdict: { hop: string; credential: string; accepted: boolean }) => void;
  /** Asked before a credential is shown to a host; the connection is there and waits meanwhile. */
  mayShow: AskLeave;
  /** Counts the round trips of the way to the host itself; absent: nobody wants to know. */
  flights?: Flights | undefined;
  /** What this login has in common with the others of its run. */
  access: Access;
}

/** A stream of bytes to a host's port, whatever lies between. */
export interface Way {
  stream: Duplex;
  /** The port at its end, for messages: `192.0.2.1 port 22`. */
  place: string;
  /** How long the TCP connection took; undefined where another machine opened it. */
  tcpMs?: number;
  /** Why the way was lost, where something before its end knows. */
  lostBecause(): Error | undefined;
}
