/**
 * Random resources that put single levers to the test. A law holds nothing when no estate brings its lever to a yes: what
 * the general estates hardly ever contain (a load balancer, a snapshot, a cache) stands here, by the lever it is for.
 */

import type fc from 'fast-check';
import type { UsageShape } from '../../../src/engine/commitments/usage.ts';
import type { Resource } from '../../../src/engine/estate/estate.ts';
import { METERED_PRICES } from '../metered-usage.ts';
import { ARCHITECTURE_SAMPLES, ARCHITECTURE_SHAPE_PRICES } from './architecture.ts';
import { AWS_COMMITMENT_SAMPLES } from './aws-commitments.ts';
import { CLEAN_UP_SAMPLES } from './clean-up.ts';
import { CLOUD_COMMITMENT_SAMPLES, CLOUD_PRICES } from './cloud-commitments.ts';
import { MODERNIZE_PRICES, MODERNIZE_SAMPLES } from './modernize.ts';
import { RIGHTSIZE_PRICES, RIGHTSIZE_SAMPLES } from './rightsize.ts';
import { STORAGE_NETWORK_SAMPLES } from './storage-network.ts';

/** A resource under any id. */
export type Named = (id: string) => Resource;

/** By lever id. One line per file of samples, each of which answers for a group of levers. */
export const LEVER_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  ...AWS_COMMITMENT_SAMPLES,
  ...STORAGE_NETWORK_SAMPLES,
  ...CLOUD_COMMITMENT_SAMPLES,
  ...CLEAN_UP_SAMPLES,
  ...ARCHITECTURE_SAMPLES,
  ...RIGHTSIZE_SAMPLES,
  ...MODERNIZE_SAMPLES,
};

/** What bills say of the on-demand price of samples that the book does not list. */
export const SAMPLE_PRICES: readonly (readonly [UsageShape, number])[] = [
  ...METERED_PRICES,
  ...CLOUD_PRICES,
  ...RIGHTSIZE_PRICES,
  ...MODERNIZE_PRICES,
  ...ARCHITECTURE_SHAPE_PRICES,
];
