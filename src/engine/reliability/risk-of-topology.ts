/** What a lever may say about machines, zones, databases and dependencies of a workload. */

/** A machine gets smaller, larger, or is removed (ratio 0). Its demand stays with the tier. */
export type CapacityChange = {
  readonly kind: 'capacity';
  readonly resourceId: string;
  /** New over old vCPUs, or speed where the machine gets another generation. */
  readonly ratio: number;
  /** New over old memory; left out: it keeps what it uses. */
  readonly memoryRatio?: number;
  readonly reason: string;
};

/** A machine becomes burstable: its average use must fit the baseline, or its credits run out. */
export type Burstable = {
  readonly kind: 'burstable';
  readonly resourceId: string;
  /** Share of each vCPU that is always available, 0..1. */
  readonly baseline: number;
  /** What happens without credits: slower, or dearer. */
  readonly mode: 'standard' | 'unlimited';
  readonly reason: string;
};

/** The machines behind a resource become fewer or more, larger or smaller: replicas, consolidation of nodes. */
export type MachineCountChange = {
  readonly kind: 'machines';
  readonly resourceId: string;
  /** New over old number. */
  readonly countRatio: number;
  /** New over old vCPUs of one machine. */
  readonly capacityRatio: number;
  readonly reason: string;
};

/** The tier is spread over another number of zones. */
export type ZonesChange = { readonly kind: 'zones'; readonly zones: number; readonly reason: string };

/** Requests stay in their zone to save transfer: nothing balances the zones any more. */
export type ZoneAffinity = {
  readonly kind: 'zone-affinity';
  /** Load above its even share of the busiest zone; left out: the default. */
  readonly imbalance?: number;
  readonly reason: string;
};

/** A part of the tier becomes interruptible. */
export type SpotChange = {
  readonly kind: 'spot';
  /** Share of the machines, 0..1. */
  readonly share: number;
  /** Pools (type x zone) that it is spread over. */
  readonly pools: number;
  /** Interruption of a pool in a month, 0..1; left out: the default. */
  readonly monthlyProbability?: number;
  readonly reason: string;
};

/** Machines are started when the load rises, where they were always there. */
export type ScalingChange = {
  readonly kind: 'scaling';
  readonly scaleUpsPerDay: number;
  /** Left out: the defaults. */
  readonly lagMinutes?: number;
  readonly headroom?: number;
  readonly reason: string;
};

/** No capacity is reserved any more: replacements may fail to start when many start. */
export type ReservationDropped = { readonly kind: 'reservation-dropped'; readonly reason: string };

/** Gateways out of the network, for machines in so many zones. */
export type EgressChange = {
  readonly kind: 'egress';
  readonly gateways: number;
  readonly zones: number;
  /** Share of requests that need it; left out: the default. */
  readonly requestShare?: number;
  readonly reason: string;
};

/** A database or a cache gets or loses its standby in another zone. */
export type DatabaseDeploymentChange = {
  readonly kind: 'database-deployment';
  readonly resourceId: string;
  readonly multiAz: boolean;
  readonly reason: string;
};

/** A database moves from the provider's hands to the team's, or back. */
export type DatabaseHostingChange = {
  readonly kind: 'database-hosting';
  readonly resourceId: string;
  readonly selfHosted: boolean;
  readonly reason: string;
};

/** A database gets another size: in some of the time it is asked for more than it may do. */
export type DatabaseCapacityChange = {
  readonly kind: 'database-capacity';
  readonly resourceId: string;
  /** Share of the time with more load than the new size may take, 0..1; from its utilisation quantiles. */
  readonly timeShare: number;
  /** Share of the requests lost in that time, 0..1. */
  readonly shedShare: number;
  readonly reason: string;
};

/** A dependency is declared anew: a cache in front makes it soft, a slower support plan less available. */
export type DependencyChange = {
  readonly kind: 'dependency';
  readonly id: string;
  readonly hard?: boolean;
  /** Share of good minutes, 0..1. */
  readonly availability?: number;
  readonly degradeFraction?: number;
  readonly reason: string;
};
