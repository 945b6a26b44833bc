/** Reads Google's Cloud Billing Catalog through its own client: SKUs of Compute Engine, page by page. */

import { setTimeout as sleep } from 'node:timers/promises';
import { addMachine, addSku, type PlainMachine, type SkuRates } from './google-skus.ts';
import { type OnRead, priceSheet, type ReadOverlay } from './price-answer.ts';
import { answerRefused, apiError, PassingError, type RequestPolicy, withRetries } from './requests.ts';

/** Where the catalog answers; it needs an API key or the account's default credentials. */
export const GOOGLE_PRICES = 'https://cloudbilling.googleapis.com';

/** Compute Engine in the catalog. */
const COMPUTE_ENGINE = 'services/6F81-5844-456A';
const PAGE_SIZE = 5000;
/** Compute Engine has some 40,000 SKUs. */
const MAX_PAGES = 200;
const MAX_SKUS_PER_PAGE = 10_000;
/** gRPC codes of failures that may pass: deadline, exhausted, aborted, internal, unavailable. */
const PASSING_CODES = new Set([4, 8, 10, 13, 14]);

/** What is read. */
export type GoogleRequest = {
  readonly endpoint: URL;
  /** Goes to the client and nowhere else; null for the account's default credentials. */
  readonly apiKey: string | null;
  /** Machines of each Region that is wanted. */
  readonly machines: ReadonlyMap<string, readonly PlainMachine[]>;
  readonly policy: RequestPolicy;
  readonly now: Date;
  readonly onRead: OnRead;
};

type Page = { readonly skus: readonly unknown[]; readonly nextPageToken: string };
type Catalog = { page(pageToken: string): Promise<Page>; close(): Promise<void> };

/** The client is loaded here and nowhere else: no other command pays for it. */
async function openCatalog({ endpoint, apiKey, policy }: GoogleRequest): Promise<Catalog> {
  const { CloudCatalogClient } = await import('@google-cloud/billing');
  const isHttp = endpoint.protocol === 'http:';
  const client = new CloudCatalogClient({
    // Over HTTP instead of gRPC: it passes the proxies that companies have.
    fallback: true,
    apiEndpoint: endpoint.hostname,
    port: endpoint.port === '' ? 443 : Number(endpoint.port),
    protocol: isHttp ? 'http' : 'https',
    ...(apiKey === null ? {} : { apiKey }),
  });
  // Asked for here: a client that finds no credentials later fails in promises that nobody can wait for.
  if (apiKey === null) {
    await client.auth.getClient().catch((error: unknown) => {
      throw clientError(error);
    });
  }
  return {
    page: async pageToken => {
      const request = { parent: COMPUTE_ENGINE, pageSize: PAGE_SIZE, pageToken, currencyCode: 'USD' };
      // We try again ourselves, so that Ctrl+C is heard between two tries.
      const options = { autoPaginate: false, timeout: policy.timeoutMs, retry: null };
      const [skus, , response] = await client.listSkus(request, options);
      return { skus, nextPageToken: response?.nextPageToken ?? '' };
    },
    // A client that never spoke cannot be closed, and says so by throwing.
    close: () => client.close().catch(() => {}),
  };
}

/** The promise, or the reason of a stop or a timeout when that comes first. */
async function unlessStopped<T>({ signal, timeoutMs }: RequestPolicy, promise: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: done.signal }).then(() => {
    throw new PassingError(`The catalog does not answer within ${timeoutMs / 1000} s`);
  });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([promise, late, stopped]);
  } finally {
    done.abort();
    late.catch(() => {
      // The clock was stopped.
    });
  }
}

/** What the client throws, as something that may pass or not; its message may name the project, never a key. */
function clientError(error: unknown): Error {
  const code: unknown = error instanceof Error && 'code' in error ? Number(error.code) : null;
  const message = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 300) : 'unknown';
  const isConnection = error instanceof Error && /fetch failed|ECONN|socket|network/i.test(error.message);
  if (isConnection || (typeof code === 'number' && (PASSING_CODES.has(code) || code === 429 || code >= 500)))
    return new PassingError(`The catalog answers: ${message}`);
  return apiError(
    `The catalog answers: ${message}`,
    'Set GOOGLE_API_KEY to a key that may use the Cloud Billing API, or log in with `gcloud auth application-default login`.',
  );
}

async function readRates(
  request: GoogleRequest,
  catalog: Catalog,
): Promise<{ rates: SkuRates; refused: number }> {
  const { policy, onRead } = request;
  const rates: SkuRates = new Map();
  const seen = new Set<string>();
  let refused = 0;
  let skus = 0;
  for (let token: string | null = ''; token !== null; ) {
    if (seen.has(token) || seen.size >= MAX_PAGES) throw answerRefused('The catalog never ends its pages');
    seen.add(token);
    const asked: string = token;
    const page = await withRetries(policy, () =>
      unlessStopped(
        policy,
        catalog.page(asked).catch((error: unknown) => {
          throw clientError(error);
        }),
      ),
    );
    if (page.skus.length > MAX_SKUS_PER_PAGE)
      throw answerRefused('The catalog sends more SKUs than a page has');
    for (const sku of page.skus) if (!addSku(rates, sku)) refused += 1;
    skus += page.skus.length;
    onRead({ text: `${skus} SKUs read` });
    token = page.nextPageToken === '' ? null : page.nextPageToken;
  }
  return { rates, refused };
}

/**
 * Reads the machine prices of some Regions, on demand, spot and committed: the catalog prices vCPUs and memory, a machine is what it
 * has of both.
 * @throws UserError when the API does not answer, or with something else
 */
export async function readGooglePrices(request: GoogleRequest): Promise<readonly ReadOverlay[]> {
  const { endpoint, machines, now } = request;
  const catalog = await openCatalog(request);
  try {
    const { rates, refused } = await readRates(request, catalog);
    return [...machines].map(([region, list]) => {
      const sheet = priceSheet();
      const readAt = now.toISOString();
      for (const machine of list) addMachine(sheet, rates, machine, { region, date: readAt.slice(0, 10) });
      const source = `${endpoint.origin}/v1/${COMPUTE_ENGINE}/skus`;
      const read = sheet.read({ provider: 'gcp', service: 'compute-engine', region, readAt, source });
      return { ...read, refused: read.refused + refused };
    });
  } finally {
    await catalog.close();
  }
}
