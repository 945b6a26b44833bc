/** Worked examples of CloudWatch Logs: ingestion with a free amount or in bands, archive after compression, queries. */

import { tieredCost } from '../../engine/pricing/object-storage.ts';
import { beyondFree, costByTier } from '../../engine/pricing/volume-tiers.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberIn, numberOf, numberOr, tiersOf } from '../read-inputs.ts';
import { isPricedParts, pricedParts } from './priced-parts.ts';
import { sameName } from './same-name.ts';

const GB_PER_TB = 1024;

/** GB ingested in the month. */
function ingestedGb(inputs: Inputs): number {
  const stated = numberIn(inputs, 'ingest_gb');
  if (stated !== null) return stated;
  const terabytes = numberIn(inputs, 'ingest_tb');
  if (terabytes !== null) return terabytes * numberOr(inputs, 'gb_per_tb', GB_PER_TB);
  return numberOf(inputs, 'gb_per_day', 'ingest_gb_per_day') * numberOr(inputs, 'days', 30);
}

/** GB kept: as stated, or what compression leaves of what came in. */
function archivedGb(inputs: Inputs, ingested: number): number | null {
  const stated = numberIn(inputs, 'archive_gb');
  const ratio = numberIn(inputs, 'compression_ratio');
  return stated ?? (ratio === null ? null : ingested * ratio);
}

function bill(inputs: Inputs) {
  const ingested = ingestedGb(inputs);
  const billable = beyondFree(ingested, numberOr(inputs, 'free_gb', 0));
  const tiers = has(inputs, 'tiers')
    ? tiersOf(inputs, 'tiers')
    : [{ upTo: Number.POSITIVE_INFINITY, price: numberOf(inputs, 'price_ingest') }];
  const ingestion = tieredCost(billable, tiers);
  const kept = archivedGb(inputs, ingested);
  const keptPrice = numberIn(inputs, 'price_archive');
  const archive =
    kept === null || keptPrice === null
      ? undefined
      : beyondFree(kept, numberOr(inputs, 'archive_free_gb', 0)) * keptPrice;
  const [scanned, scanPrice] = [numberIn(inputs, 'scan_gb'), numberIn(inputs, 'price_scan')];
  const scan = scanned === null || scanPrice === null ? undefined : scanned * scanPrice;
  return {
    ingested_gb: ingested,
    billable_gb: billable,
    ingestion,
    ingestion_by_tier: costByTier(billable, tiers),
    archived_gb: kept,
    archive,
    scan,
    total: ingestion + (archive ?? 0) + (scan ?? 0),
  };
}

const LOGS: readonly Answer[] = [
  { kind: 'logs', accepts: isPricedParts, compute: pricedParts },
  {
    kind: 'logs',
    accepts: inputs =>
      ['ingest_gb', 'ingest_tb', 'gb_per_day', 'ingest_gb_per_day'].some(key => has(inputs, key)) &&
      (has(inputs, 'tiers') || has(inputs, 'price_ingest')),
    compute: bill,
  },
];

export const LOGS_ANSWERS: readonly Answer[] = LOGS.map(answer => ({ resolve: sameName, ...answer }));
