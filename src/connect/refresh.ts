/** Reads price lists into overlays of the workspace, part by part: what fails leaves the prices of before in force. */

import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { overlayInForce, type PriceOverlay, writeOverlay } from '../prices/overlay-store.ts';
import type { ReadOverlay } from './price-answer.ts';

/** One reading: a list of a provider that gives one overlay or several. */
export type RefreshPart = {
  /** For progress: `aws ec2 us-east-1`. */
  readonly name: string;
  readonly places: readonly Pick<PriceOverlay, 'provider' | 'service' | 'region'>[];
  read(onRead: (progress: { readonly text: string }) => void): Promise<readonly ReadOverlay[]>;
};

/** What became of one service and Region. */
export type RefreshOutcome = Pick<PriceOverlay, 'provider' | 'service' | 'region'> & {
  readonly state: 'refreshed' | 'failed';
  /** Prices of the new overlay; 0 when it failed. */
  readonly prices: number;
  /** Prices of the answer that were left out. */
  readonly refused: number;
  /** When the overlay that is in force now was read; null where there is none. */
  readonly readAt: string | null;
};

/** Everything that a refresh did. */
export type RefreshResult = {
  readonly outcomes: readonly RefreshOutcome[];
  readonly findings: readonly Finding[];
};

/** An old file that cannot be read must not stop its own replacement. */
function inForce(workspace: string, place: RefreshPart['places'][number]) {
  try {
    return overlayInForce(workspace, place);
  } catch {
    return null;
  }
}

function failed(workspace: string, { places, name }: RefreshPart, error: UserError) {
  const finding: Finding = {
    code: error.code,
    severity: 'error',
    message: `${name}: ${error.message}`,
    hint: error.hint,
    source: null,
  };
  const outcomes = places.map(
    ({ provider, service, region }): RefreshOutcome => ({
      provider,
      service,
      region,
      state: 'failed',
      prices: 0,
      refused: 0,
      readAt: inForce(workspace, { provider, service, region })?.readAt ?? null,
    }),
  );
  return { outcomes, findings: [finding] };
}

function keep(workspace: string, part: RefreshPart, { overlay, refused }: ReadOverlay): RefreshResult {
  const { provider, service, region, readAt, prices } = overlay;
  try {
    writeOverlay(workspace, overlay);
  } catch (error) {
    if (error instanceof UserError) return failed(workspace, { ...part, places: [overlay] }, error);
    throw error;
  }
  const outcome: RefreshOutcome = {
    provider,
    service,
    region,
    state: 'refreshed',
    prices: prices.length,
    refused,
    readAt,
  };
  if (refused === 0) return { outcomes: [outcome], findings: [] };
  const message = `${service} in ${region}: ${refused} prices of the answer were left out, as no amount in USD or as two for one thing`;
  const hint = 'For these the prices of the book stay in force.';
  return {
    outcomes: [outcome],
    findings: [{ code: 'prices-refused', severity: 'warning', message, hint, source: null }],
  };
}

/**
 * Reads every part; each overlay that is complete is kept at once by one rename.
 * @throws the reason of a stop by the user; what was complete by then is kept
 */
export async function refreshPrices(
  workspace: string,
  parts: readonly RefreshPart[],
  options: { readonly signal: AbortSignal; readonly onProgress: (text: string, share: number) => void },
): Promise<RefreshResult> {
  const results: RefreshResult[] = [];
  for (const [index, part] of parts.entries()) {
    options.signal.throwIfAborted();
    const share = index / parts.length;
    options.onProgress(part.name, share);
    try {
      const read = await part.read(({ text }) => options.onProgress(`${part.name}: ${text}`, share));
      results.push(...read.map(each => keep(workspace, part, each)));
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof UserError)) throw error;
      results.push(failed(workspace, part, error));
    }
  }
  return {
    outcomes: results.flatMap(({ outcomes }) => outcomes),
    findings: results.flatMap(({ findings }) => findings),
  };
}
