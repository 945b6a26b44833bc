/** What goes into an application of commitments, and what comes out of it. The provider's rules live in aws/, gcp/ and azure/. */

import type { Period } from '../calendar.ts';
import type {
  AzureSavingsPlan,
  Commitment,
  CommitmentKind,
  FlexibleCommitment,
  SavingsPlan,
} from './commitment.ts';
import type { Instrument } from './draw.ts';
import type { CommitmentSettings } from './settings.ts';
import type { UsagePool } from './usage.ts';

/** Commitments to spend: what they cover is priced at their own rates. */
export type SpendCommitment = SavingsPlan | AzureSavingsPlan | FlexibleCommitment;

/** Rates of commitments to spend. */
export type CommitmentRates = {
  /** Price of one unit of the pool under the commitment; null where it does not apply or nobody knows the rate. */
  spendRate(commitment: SpendCommitment, pool: UsagePool): number | null;
  /** Size-flexibility ratio of an Azure size inside its group; null for a size without a group. */
  azureSizeRatio(size: string): { readonly group: string; readonly ratio: number } | null;
};

/** Usage that is free up to an amount in the period, shared by the whole organisation. */
export type FreeTierAllowance = {
  readonly id: string;
  readonly poolIds: readonly string[];
  /** Units free in the period, in the unit of the pools. */
  readonly quantity: number;
};

/** One band of a price that falls with volume. */
export type VolumeTier = {
  /** Upper end of the band, counted from 0, in units; null: no end. */
  readonly upTo: number | null;
  readonly pricePerUnit: number;
};

/** Pools whose on-demand price depends on what the whole organisation uses in the period. */
export type VolumeTierGroup = {
  readonly id: string;
  readonly poolIds: readonly string[];
  readonly tiers: readonly VolumeTier[];
};

/** A negotiated share off everything in these pools and on the commitments that cover them (EDP, PPA, MACC). */
export type ContractDiscount = {
  readonly id: string;
  /** Pools it applies to; null: all. */
  readonly poolIds: readonly string[] | null;
  /** 0..1. */
  readonly fraction: number;
};

/** What an organisation runs and has bought, over some whole UTC hours. */
export type ApplicationInput = {
  readonly period: Period;
  /** Length of every quantity array. */
  readonly hours: number;
  readonly pools: readonly UsagePool[];
  readonly commitments: readonly Commitment[];
  readonly settings: CommitmentSettings;
  readonly rates: CommitmentRates;
  readonly freeTier: readonly FreeTierAllowance[];
  readonly volumeTiers: readonly VolumeTierGroup[];
  readonly contractDiscounts: readonly ContractDiscount[];
};

/** Part of an input that a provider's rules need to compile their order. */
export type OrderInput = Pick<
  ApplicationInput,
  'period' | 'hours' | 'pools' | 'commitments' | 'settings' | 'rates' | 'freeTier'
>;

/** FinOps KPIs of commitments; null where the denominator is 0. */
export type CommitmentMetrics = {
  /** On-demand price of everything, at public list prices. */
  readonly listCost: number;
  /** On-demand price of everything at this customer's rates (ODE). */
  readonly onDemandEquivalentCost: number;
  /** Amortised: on-demand charges and all commitments, used or not. */
  readonly effectiveCost: number;
  /** As invoiced in the period: on-demand charges, recurring fees, upfront fees of what starts in the period. */
  readonly billedCost: number;
  /** Charges that nothing covered. */
  readonly onDemandCost: number;
  readonly unusedCost: number;
  /** On-demand equivalent of what is covered / of everything a commitment could cover. */
  readonly commitmentCoverage: number | null;
  /** Used / committed, amortised cost. */
  readonly commitmentUtilization: number | null;
  /** 1 - effective / on-demand equivalent; negative when unused commitment eats the discount. */
  readonly effectiveSavingsRate: number | null;
  /** The same over public list prices. */
  readonly effectiveSavingsRateOverList: number | null;
};

/** What one commitment did. Costs are amortised unless they say otherwise. */
export type CommitmentOutcome = {
  readonly id: string;
  readonly kind: CommitmentKind | 'free-tier';
  readonly instrument: Instrument;
  /** Units of benefit in the period, and those used: money for commitments to spend. */
  readonly committedUnits: number;
  readonly usedUnits: number;
  readonly committedCost: number;
  readonly usedCost: number;
  readonly unusedCost: number;
  /** On-demand and list price of what it covered. */
  readonly coveredOnDemandCost: number;
  readonly coveredListCost: number;
  /** coveredOnDemandCost - committedCost: negative when it costs more than it covers. */
  readonly netSavings: number;
  /** Cash in the period. */
  readonly upfrontBilledCost: number;
  readonly recurringBilledCost: number;
  readonly utilization: number | null;
  /** Share of its capacity that must be used for it to pay: 1 - discount of what it covered; null when it covered nothing. */
  readonly breakEvenUtilization: number | null;
  /**
   * Months until the payments made so far are less than on demand would have cost, if every month were like this period;
   * null when that never happens within the term. 0 for a commitment without upfront fee that saves at once.
   */
  readonly breakEvenMonth: number | null;
  /** Amortised cost by hour. */
  readonly usedPerHour: Float64Array;
  readonly unusedPerHour: Float64Array;
};

/** What one pool of usage cost. */
export type PoolOutcome = {
  readonly id: string;
  readonly workload: string | null;
  readonly quantity: number;
  readonly coveredQuantity: number;
  readonly uncoveredQuantity: number;
  readonly listCost: number;
  readonly onDemandEquivalentCost: number;
  readonly onDemandCost: number;
  /** On-demand charges and the amortised cost of what covered it. */
  readonly effectiveCost: number;
  /** Whether any commitment of the input may cover it at all. */
  readonly isEligible: boolean;
  readonly uncoveredPerHour: Float64Array;
  readonly coveredBy: readonly {
    readonly commitmentId: string;
    readonly quantity: number;
    /** Units of benefit that it took. */
    readonly units: number;
    readonly effectiveCost: number;
  }[];
};

/** Commitments applied to usage. */
export type Application = {
  readonly totals: CommitmentMetrics;
  /** Sorted by id. */
  readonly byCommitment: readonly CommitmentOutcome[];
  /** In the order of the input. */
  readonly byPool: readonly PoolOutcome[];
  readonly byInstrument: readonly {
    readonly instrument: Instrument;
    readonly committedCost: number;
    readonly usedCost: number;
    readonly unusedCost: number;
    readonly coveredOnDemandCost: number;
    readonly utilization: number | null;
  }[];
  readonly byWorkload: readonly {
    readonly workload: string | null;
    readonly onDemandEquivalentCost: number;
    readonly effectiveCost: number;
    readonly onDemandCost: number;
    readonly commitmentCoverage: number | null;
  }[];
  /** Whole organisation by hour: on-demand equivalent, amortised effective, on-demand charges, unused commitment. */
  readonly hourly: {
    readonly onDemandEquivalentCost: Float64Array;
    readonly effectiveCost: Float64Array;
    readonly onDemandCost: Float64Array;
    readonly unusedCost: Float64Array;
  };
};
