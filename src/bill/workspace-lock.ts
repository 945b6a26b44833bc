/** Lets one process at a time change a workspace. Reading needs no lock: bills appear and go by one rename. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../engine/errors.ts';

/** A held lock. */
export type WorkspaceLock = {
  /** Gives it back; a second call does nothing. */
  release(): void;
};

/** What a claim tells of the process that made it. */
type Claim = {
  readonly pid: number;
  /** Machine or container; null when the claim is not complete. */
  readonly host: string | null;
  /** Tells a process from a later one with the same number; null where the platform does not say. */
  readonly processStart: string | null;
  /** When the claim was made, ISO 8601. */
  readonly since: string | null;
};

type Other = Claim & { readonly path: string };

const CLAIM_NAME = /^lock-(\d+)-[0-9a-f]{8}$/;
/** Two that start in the same moment see each other and both step back: they try again after a random pause. */
const TRIES = 5;
const PAUSE_MILLISECONDS_MAX = 60;

/** True while a process of this number runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Boot and clock tick at which a process started, from Linux' procfs; null elsewhere, or when it is gone. */
function processStart(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program may hold spaces and brackets: fields are counted after its last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return fields[19] === undefined ? null : `${boot}/${fields[19]}`;
  } catch {
    return null;
  }
}

/** Claims are files like any other; null when it went away meanwhile. */
function readClaim(path: string, pid: number): Claim | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const unknown = { pid, host: null, processStart: null, since: null };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return unknown;
    const field = (name: string) => {
      const found: unknown = Reflect.get(value, name);
      return typeof found === 'string' ? found : null;
    };
    return { pid, host: field('host'), processStart: field('processStart'), since: field('since') };
  } catch {
    // Its writer was stopped between making and filling it, or is about to fill it.
    return unknown;
  }
}

/** True when the process that made a claim is certainly gone. Of other machines nothing is certain. */
function isStale({ pid, host, processStart: start }: Claim): boolean {
  if (host !== null && host !== hostname()) return false;
  if (!isAlive(pid)) return true;
  const now = processStart(pid);
  return start !== null && now !== null && start !== now;
}

/** Claims of others that may still be at work; those of dead processes are deleted. */
function otherClaims(folder: string, own: string): readonly Other[] {
  return readdirSync(folder).flatMap(name => {
    const pid = CLAIM_NAME.exec(name)?.[1];
    const path = join(folder, name);
    if (pid === undefined || path === own) return [];
    const claim = readClaim(path, Number(pid));
    if (claim === null) return [];
    if (!isStale(claim)) return [{ ...claim, path }];
    // Names are never used twice, so that nobody else's claim can be meant.
    rmSync(path, { force: true });
    return [];
  });
}

function locked(workspace: string, { pid, host, since, path }: Other): UserError {
  const isElsewhere = host !== null && host !== hostname();
  const where = isElsewhere ? ` on ${host}` : '';
  const started = since === null ? '' : ` since ${since}`;
  return new UserError({
    code: 'workspace-locked',
    message: `Process ${pid}${where} is changing the workspace ${workspace}${started}; nothing was done`,
    hint: isElsewhere
      ? `Wait until it is done and try again. If it no longer runs, delete ${path}.`
      : `Wait until it is done and try again, or end process ${pid}. Reading the workspace works meanwhile.`,
    exitCode: 4,
  });
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Takes the lock of a workspace, or says who has it. Everybody first writes a claim of their own and then looks for others:
 * of two, at least the later one sees the other and steps back. A claim of a dead process counts for nothing.
 * @throws UserError (environment) when another process is changing the workspace
 */
export function lockWorkspace(workspace: string): WorkspaceLock {
  const folder = join(resolve(workspace), 'tmp');
  mkdirSync(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const own = join(folder, `lock-${process.pid}-${randomBytes(4).toString('hex')}`);
    const claim: Omit<Claim, 'pid'> = {
      host: hostname(),
      processStart: processStart(process.pid),
      since: new Date().toISOString(),
    };
    const release = () => rmSync(own, { force: true });
    try {
      writeFileSync(own, JSON.stringify(claim), { flag: 'wx' });
      const [other] = otherClaims(folder, own);
      if (other === undefined) return { release };
      if (attempt === TRIES) throw locked(workspace, other);
    } catch (error) {
      release();
      throw error;
    }
    release();
    sleep(Math.ceil(Math.random() * PAUSE_MILLISECONDS_MAX));
  }
}
