/** The lever contract: five questions, answered by one file per lever. A lever holds no provider price and changes nothing itself. */

import type { Commitment } from './commitments/commitment.ts';
import type { UsagePool } from './commitments/usage.ts';
import type { Effect } from './effect.ts';
import type {
  BucketResource,
  CommitmentResource,
  DatabaseResource,
  Estate,
  InstanceResource,
  OtherResource,
  Resource,
  VolumeResource,
} from './estate/estate.ts';
import type { Workload } from './estate/workload.ts';
import type { ParamSchema, ParamValues } from './lever-params.ts';
import type { SizedPurchase } from './pricing/size-purchase.ts';
import type { RateCard } from './rate-card.ts';
import type { RiskChange } from './reliability/index.ts';

/** FinOps Framework capability that a lever belongs to. */
export type Capability = 'usage-optimization' | 'rate-optimization' | 'architecting';

/** Order in which moves of one month are applied: commit to what is left, and negotiate what is still bought then. */
export const STAGES = [
  'clean-up',
  'schedule',
  'rightsize',
  'modernize',
  'storage-network',
  'architecture',
  'commit',
  'contract',
] as const;
export type Stage = (typeof STAGES)[number];

/** A PERT estimate. */
export type Estimate = { readonly low: number; readonly mode: number; readonly high: number };

/** Mean of a PERT estimate: (low + 4 mode + high) / 6. */
export function meanOf(estimate: Estimate): number {
  return (estimate.low + 4 * estimate.mode + estimate.high) / 6;
}

/** A published percentage, quoted and never computed with. */
export type QuotedSaving = {
  /** In words, with its basis: `20 % of on-demand`. */
  readonly text: string;
  readonly source: string;
};

/** 1. What is it? */
export type LeverMeta = {
  /** kebab-case, equal to the file name. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly capability: Capability;
  readonly stage: Stage;
  /** Engineer-days per workload: an assumption unless the sources say otherwise. */
  readonly effortDays: Estimate;
  /** Whole months between the start of the work and the first month whose bill shows it. */
  readonly leadTimeMonths: number;
  /** True when undoing it restores cost and reliability. */
  readonly reversible: boolean;
  /** The largest saving anyone advertises, and the one to plan with. */
  readonly headline: QuotedSaving;
  readonly planning: QuotedSaving;
  /**
   * Share of the computed saving that plans like this realise, by how good the evidence is: assumptions (nobody
   * publishes them) that only widen the range of a result.
   */
  readonly realization: Readonly<Record<Evidence, Estimate>>;
  /** Where the rules come from: at least one address. */
  readonly sources: readonly string[];
  /** Levers that make no sense on the same resource. */
  readonly excludes: readonly string[];
};

/** How well an opportunity is known. */
export type Evidence = 'measured' | 'inferred' | 'assumed';

/** What a lever may look at. */
export type LeverContext = {
  readonly estate: Estate;
  readonly rates: RateCard;
  workload(resource: Resource): Workload;
  /** USD saved in the period when only this effect is applied; null when it cannot be priced. */
  saving(effect: Effect): number | null;
  /** Usage that no commitment covers yet, pool by pool. */
  uncoveredUsage(): readonly UsagePool[];
  /** A commitment in the size that saves most on that usage; null when it would cover none of it. */
  sizePurchase(template: Commitment): SizedPurchase | null;
};

/** The answer no, with the reason. */
export type Ineligible = { readonly eligible: false; readonly reason: string };

/** The answer yes: why, how well known, and what was found. */
export type Eligible<Facts> = {
  readonly eligible: true;
  readonly why: string;
  readonly evidence: Evidence;
  readonly facts: Facts;
};

/** Says no. */
export function no(reason: string): Ineligible {
  return { eligible: false, reason };
}

/** Says yes. */
export function yes<Facts>(why: string, evidence: Evidence, facts: Facts): Eligible<Facts> {
  return { eligible: true, why, evidence, facts };
}

/** What a lever acts on. */
export type Targets = {
  readonly instance: InstanceResource;
  readonly volume: VolumeResource;
  readonly bucket: BucketResource;
  readonly database: DatabaseResource;
  readonly other: OtherResource;
  /** Anything that is charged for, whatever its kind; commitments excepted. */
  readonly resource: Exclude<Resource, CommitmentResource>;
  readonly estate: Estate;
};
export type TargetKind = keyof Targets;

/** A lever as its file writes it; the types of facts and parameters follow from the file. */
export type LeverDefinition<Target extends TargetKind, Schema extends ParamSchema, Facts> = {
  readonly meta: LeverMeta;
  readonly target: Target;
  /** 2. What can be turned? The screens build their fields from it. */
  readonly params: Schema;
  /** 3. Where does it fit? No, or the facts found and why. */
  readonly eligible: (
    target: Targets[Target],
    params: ParamValues<Schema>,
    context: LeverContext,
  ) => Eligible<Facts> | Ineligible;
  /** 4. What happens to usage? */
  readonly effect: (target: Targets[Target], facts: Facts, params: ParamValues<Schema>) => Effect;
  /** 5. What happens to the workload's availability model? */
  readonly risk: (
    target: Targets[Target],
    facts: Facts,
    params: ParamValues<Schema>,
  ) => readonly RiskChange[];
};

/** What a lever finds on one target: everything the engine needs, nothing left to look up. */
export type LeverFinding = {
  readonly why: string;
  readonly evidence: Evidence;
  readonly effect: Effect;
  readonly risks: readonly RiskChange[];
};

/** A lever as the engine uses it: facts stay inside. */
export type Lever = {
  readonly meta: LeverMeta;
  readonly target: TargetKind;
  readonly params: ParamSchema;
  /** Applies to a resource of its kind or to the estate; anything else is not eligible. */
  find(
    target: Resource | Estate,
    params: Readonly<Record<string, unknown>>,
    context: LeverContext,
  ): LeverFinding | Ineligible;
};

function isTarget<Target extends TargetKind>(
  target: Resource | Estate,
  kind: Target,
): target is Targets[Target] & (Resource | Estate) {
  if (!('kind' in target)) return kind === 'estate';
  return kind === 'resource' ? target.kind !== 'commitment' : target.kind === kind;
}

/** Makes a lever out of its five answers. */
export function defineLever<Target extends TargetKind, Schema extends ParamSchema, Facts>(
  definition: LeverDefinition<Target, Schema, Facts>,
): Lever {
  return {
    meta: definition.meta,
    target: definition.target,
    params: definition.params,
    find(target, rawParams, context) {
      if (!isTarget(target, definition.target)) return no(`acts on a ${definition.target}`);
      // The plan reader has checked the values against this very schema.
      const params = rawParams as ParamValues<Schema>;
      const answer = definition.eligible(target, params, context);
      if (!answer.eligible) return answer;
      return {
        why: answer.why,
        evidence: answer.evidence,
        effect: definition.effect(target, answer.facts, params),
        risks: definition.risk(target, answer.facts, params),
      };
    },
  };
}
