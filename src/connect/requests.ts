/** Requests to live APIs: with limits in time and size, tried again after a pause where that may help, never redirected. */

import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../engine/errors.ts';
import { escapeControl } from '../engine/text.ts';

/** How requests are made. Tests shorten the times. */
export type RequestPolicy = {
  /** Longest wait for the start of an answer and between two of its parts, milliseconds. */
  readonly timeoutMs: number;
  /** Requests made before giving up. */
  readonly attempts: number;
  /** Pause after the first failure, milliseconds; it doubles each time. */
  readonly firstPauseMs: number;
  readonly signal: AbortSignal;
};

/** Times for people: three pauses of 1, 2 and 4 seconds. */
export function defaultPolicy(signal: AbortSignal): RequestPolicy {
  return { timeoutMs: 60_000, attempts: 4, firstPauseMs: 1000, signal };
}

/** A provider that asks for a longer pause than this is asked again by the person, not by us. */
const PAUSE_MAX_MS = 60_000;

/** Something that may go well the next time: a throttled or failed server, a broken connection, a timeout. */
export class PassingError extends Error {
  override readonly name = 'PassingError';
  /** Pause that the server asks for, milliseconds. */
  readonly pauseMs: number | null;

  constructor(message: string, pauseMs: number | null = null) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

/** An API that is not reachable or says no. Exit code 4. */
export function apiError(message: string, hint: string, code = 'api-failed'): UserError {
  return new UserError({ code, message: escapeControl(message), hint, exitCode: 4 });
}

/** True for an answer that there is nothing at the address: 404, or 403, as file stores say it. */
export function isNotThere(error: unknown): boolean {
  return error instanceof UserError && error.code === NOT_THERE;
}

const NOT_THERE = 'api-nothing-there';

/** An answer that is not what the API promises: nothing of it is used. Exit code 3. */
export function answerRefused(message: string): UserError {
  return new UserError({
    code: 'answer-refused',
    message: escapeControl(message),
    hint: 'Nothing of the answer was used. Check the address, or try again later.',
    exitCode: 3,
  });
}

/** Runs `action` until it succeeds; passing errors are tried again after a pause. @throws UserError when they do not pass */
export async function withRetries<T>(policy: RequestPolicy, action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    policy.signal.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      policy.signal.throwIfAborted();
      if (!(error instanceof PassingError)) throw error;
      const pause = error.pauseMs ?? policy.firstPauseMs * 2 ** (attempt - 1);
      if (attempt >= policy.attempts || pause > PAUSE_MAX_MS) {
        const times = attempt === 1 ? 'once' : `${attempt} times`;
        throw apiError(`${error.message} (tried ${times})`, 'Check the connection, or try again later.');
      }
      await sleep(pause, undefined, { signal: policy.signal });
    }
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address of an API. Plain HTTP only to this machine: what is sent may carry a key.
 * @throws UserError (usage)
 */
export function endpointOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))) &&
    url.username === '' &&
    url.password === '';
  if (isSafe) return url;
  throw new UserError({
    code: 'endpoint-refused',
    message: `${escapeControl(text.slice(0, 200))} is no address that requests are sent to`,
    hint: 'Give an https address without a user name; http only works for this machine (127.0.0.1).',
    exitCode: 2,
  });
}

function pauseOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? 'x');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : 'connection failed';
}

/** Breaks a request off when nothing arrives for too long. */
function watchdog({ timeoutMs, signal }: RequestPolicy) {
  const late = new AbortController();
  let timer = setTimeout(() => late.abort(), timeoutMs);
  return {
    signal: AbortSignal.any([signal, late.signal]),
    isLate: () => late.signal.aborted,
    restart: () => {
      clearTimeout(timer);
      timer = setTimeout(() => late.abort(), timeoutMs);
    },
    end: () => clearTimeout(timer),
  };
}

/**
 * Reads an answer part by part; one request, no second try.
 * @param maxBytes a longer answer (unpacked) is refused
 * @throws PassingError, or UserError where trying again is no use
 */
export async function* readParts(
  url: URL,
  policy: RequestPolicy,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const watch = watchdog(policy);
  try {
    const response = await fetch(url, { redirect: 'error', signal: watch.signal });
    if (response.status === 429 || response.status >= 500) {
      await response.body?.cancel();
      throw new PassingError(`${url.origin} answers with status ${response.status}`, pauseOf(response));
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw apiError(
        `${url.origin}${url.pathname} answers with status ${response.status}`,
        'Check the service and the Region, or the address.',
        response.status === 404 || response.status === 403 ? NOT_THERE : 'api-failed',
      );
    }
    let bytes = 0;
    for await (const part of response.body) {
      watch.restart();
      bytes += part.byteLength;
      if (bytes > maxBytes)
        throw answerRefused(`${url.origin}${url.pathname} sends more than ${Math.round(maxBytes / 1e6)} MB`);
      yield part;
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof PassingError) throw error;
    policy.signal.throwIfAborted();
    if (watch.isLate())
      throw new PassingError(`${url.origin} sends nothing for ${policy.timeoutMs / 1000} s`);
    throw new PassingError(`${url.origin} cannot be read: ${causeOf(error)}`);
  } finally {
    watch.end();
  }
}

/** Reads a JSON answer, tried again where that may help. @throws UserError */
export function readJson(url: URL, policy: RequestPolicy, maxBytes: number): Promise<unknown> {
  return withRetries(policy, async () => {
    const parts: Uint8Array[] = [];
    for await (const part of readParts(url, policy, maxBytes)) parts.push(part);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
    } catch {
      throw answerRefused(`${url.origin}${url.pathname} does not answer with JSON`);
    }
  });
}
