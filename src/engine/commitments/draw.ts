/**
 * The compiled order of an hour. Each provider's rules are turned once into benefits (what an hour can be covered with) and
 * steps (who draws on which, in order); the allocation only runs the steps over the hours. Hours are independent.
 */

/** Kind of commitment as reports name it. */
export type Instrument =
  | 'zonal-reserved-instance'
  | 'regional-reserved-instance'
  | 'reserved-node'
  | 'free-tier'
  | 'ec2-instance-savings-plan'
  | 'compute-savings-plan'
  | 'database-savings-plan'
  | 'sagemaker-savings-plan'
  | 'resource-commitment'
  | 'flexible-commitment'
  | 'azure-reservation'
  | 'pre-purchase'
  | 'azure-savings-plan'
  | 'hybrid-benefit';

/** What one commitment offers every hour. */
export type Benefit = {
  /** Commitment id. */
  readonly id: string;
  readonly instrument: Instrument;
  /** Units of benefit: normalised units, instance-hours, vCPU, cores, or money for spend commitments. */
  readonly capacity: number;
  /** What one unit costs, used or not (amortised); 1 for spend commitments, 0 for the free tier and owned licences. */
  readonly costPerUnit: number;
  /** `hour`: the capacity is there again every hour. `period`: once for all hours, used up in order of time. */
  readonly renewal: 'hour' | 'period';
  /** First hour in force and first hour no longer in force, counted from the start of the period. */
  readonly fromHour: number;
  readonly toHour: number;
};

/** One usage pool draws on one benefit: as much as both have left. */
export type DrawStep = {
  readonly kind: 'draw';
  /** Index of the benefit. */
  readonly benefit: number;
  /** Index of the usage pool. */
  readonly usage: number;
  /** Units of benefit that one unit of usage takes; > 0. */
  readonly unitsPerQuantity: number;
};

/** Several usage pools share what a benefit has left, in proportion to what each would take. */
export type ShareStep = {
  readonly kind: 'share';
  readonly benefit: number;
  readonly targets: readonly { readonly usage: number; readonly unitsPerQuantity: number }[];
};

export type Step = DrawStep | ShareStep;

/** Everything the allocation needs besides the hours themselves. */
export type ApplicationOrder = {
  readonly benefits: readonly Benefit[];
  /** In order of application. */
  readonly steps: readonly Step[];
};
