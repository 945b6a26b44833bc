/** Asks AWS Cost Explorer (GetCostAndUsage) through its own client, and keeps the answer as its command line tool writes it. */

import type {
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
} from '@aws-sdk/client-cost-explorer';
import { answerRefused, apiError } from './requests.ts';

/** USD for each request, every page and every retry that AWS answers: aws.amazon.com/aws-cost-management/pricing. */
export const COST_PER_REQUEST = '0.01';

/** What the API groups by. */
export type CostGroup = { readonly type: 'DIMENSION' | 'TAG' | 'COST_CATEGORY'; readonly key: string };

/** What is asked for. */
export type CostQuestion = {
  /** First and last month, `yyyy-mm`, both included. */
  readonly from: string;
  readonly to: string;
  /** Two at most. */
  readonly groups: readonly CostGroup[];
  /** Null for AWS. */
  readonly endpoint: URL | null;
  /** Most requests to pay for. */
  readonly maxRequests: number;
  readonly signal: AbortSignal;
  readonly onRequest: (requests: number) => void;
  /** Longest wait for an answer, and tries of each request. */
  readonly timeoutMs?: number;
  readonly attempts?: number;
};

/** An answer of all pages, in the form of the command line tool. */
export type CostAnswer = {
  readonly document: {
    readonly GroupDefinitions: readonly unknown[];
    readonly ResultsByTime: readonly unknown[];
    readonly DimensionValueAttributes: readonly unknown[];
  };
  /** Requests that were sent, retries among them: what AWS charges at most. */
  readonly requests: number;
};

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 6;

/** The first day of the month after. */
function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
}

function inputOf({ from, to, groups }: CostQuestion, token: string | null): GetCostAndUsageCommandInput {
  const countsUsage = groups.some(({ key }) => key === 'USAGE_TYPE');
  return {
    TimePeriod: { Start: `${from}-01`, End: monthAfter(to) },
    Granularity: 'MONTHLY',
    // A quantity without its usage type adds hours to gigabytes.
    Metrics: ['UnblendedCost', 'AmortizedCost', ...(countsUsage ? ['UsageQuantity'] : [])],
    GroupBy: groups.map(({ type, key }) => ({ Type: type, Key: key })),
    ...(token === null ? {} : { NextPageToken: token }),
  };
}

/** The first line of what the client says, without what it may hold of a key. */
function clientError(error: unknown) {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const text = message.replace(/\b(AKIA|ASIA)[A-Z0-9]{8,}\b/g, '(key)').slice(0, 300);
  const isCredentials =
    /Credentials|AccessDenied|UnrecognizedClient|InvalidClientToken|ExpiredToken|SignatureDoesNotMatch/;
  const hint = isCredentials.test(`${name} ${text}`)
    ? 'Give credentials the way the AWS tools read them (environment, profile or role) with the permission ce:GetCostAndUsage.'
    : 'Nothing was imported. Try again later.';
  return apiError(`Cost Explorer answers: ${name}: ${text}`, hint);
}

/** The client is loaded here and nowhere else: no other command pays for it. */
async function openClient({ endpoint, timeoutMs = TIMEOUT_MS, attempts = ATTEMPTS }: CostQuestion) {
  const { CostExplorerClient, GetCostAndUsageCommand } = await import('@aws-sdk/client-cost-explorer');
  const client = new CostExplorerClient({
    // The only Region in which Cost Explorer answers.
    region: 'us-east-1',
    maxAttempts: attempts,
    retryMode: 'adaptive',
    requestHandler: {
      requestTimeout: timeoutMs,
      connectionTimeout: Math.min(timeoutMs, 10_000),
      throwOnRequestTimeout: true,
    },
    ...(endpoint === null ? {} : { endpoint: endpoint.href }),
  });
  return {
    ask: (input: GetCostAndUsageCommandInput, signal: AbortSignal): Promise<GetCostAndUsageCommandOutput> =>
      client.send(new GetCostAndUsageCommand(input), { abortSignal: signal }),
    close: () => client.destroy(),
  };
}

/**
 * Asks for the costs of some months, page by page. Each request is charged by AWS.
 * @throws UserError when Cost Explorer does not answer or wants more requests than `maxRequests`
 */
export async function askCostExplorer(question: CostQuestion): Promise<CostAnswer> {
  const { signal, maxRequests, onRequest } = question;
  const client = await openClient(question);
  const seen = new Set<string>();
  const pages: GetCostAndUsageCommandOutput[] = [];
  let requests = 0;
  try {
    for (let token: string | null = null; ; ) {
      signal.throwIfAborted();
      if (requests >= maxRequests) {
        throw apiError(
          `Cost Explorer has more pages than ${maxRequests} requests (which AWS charges); nothing was imported`,
          'Ask for fewer months or groups, or allow more with --max-requests.',
        );
      }
      const page: GetCostAndUsageCommandOutput = await client
        .ask(inputOf(question, token), signal)
        .catch((error: unknown) => {
          signal.throwIfAborted();
          throw clientError(error);
        });
      requests += page.$metadata.attempts ?? 1;
      onRequest(requests);
      if (!Array.isArray(page.ResultsByTime)) throw answerRefused('Cost Explorer answers without results');
      pages.push(page);
      const next: string = page.NextPageToken ?? '';
      if (next === '') break;
      if (seen.has(next)) throw answerRefused('Cost Explorer never ends its pages');
      seen.add(next);
      token = next;
    }
  } finally {
    client.close();
  }
  const named = question.groups.map(({ type, key }) => ({ Type: type, Key: key }));
  return {
    document: {
      GroupDefinitions: pages[0]?.GroupDefinitions ?? named,
      ResultsByTime: pages.flatMap(({ ResultsByTime }) => ResultsByTime ?? []),
      DimensionValueAttributes: pages.flatMap(page => page.DimensionValueAttributes ?? []),
    },
    requests,
  };
}
