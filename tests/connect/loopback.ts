/** A server on this machine that answers as a test says: what the real clients send arrives over a real connection. */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestPolicy } from '../../src/connect/requests.ts';

/** A request as it arrived. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** An answer; `breaksOff` ends the connection in the middle of it, `hangs` never ends it. */
export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly ending?: 'breaksOff' | 'hangs';
};

/** A running server. */
export type Loopback = { readonly url: URL; readonly asked: readonly Asked[]; close(): Promise<void> };

/** Starts a server. @param reply gets the request and how many came before it */
export async function loopback(reply: (asked: Asked, before: number) => Answer): Promise<Loopback> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString('utf8');
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const one = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
      };
      asked.push(one);
      const { status = 200, headers = {}, body: text = '', ending } = reply(one, asked.length - 1);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      if (ending === undefined) response.end(text);
      else response.write(text, () => (ending === 'breaksOff' ? response.destroy() : undefined));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Short times, so that a test of failures does not wait. */
export function quick(changes: Partial<RequestPolicy> = {}): RequestPolicy {
  return { timeoutMs: 2000, attempts: 3, firstPauseMs: 1, signal: new AbortController().signal, ...changes };
}

export const NOW = new Date('2026-11-23T12:00:00Z');
