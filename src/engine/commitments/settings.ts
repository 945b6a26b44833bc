/**
 * Where the providers' documents leave a choice, it is a named setting with the documented (or else the stated) default.
 * Each says what is open; none changes what is bought.
 */

/** How benefits pass between accounts of an organisation (AWS "Reserved Instances and Savings Plans discount sharing"). */
export type SharingPreferences = {
  /**
   * `organization`: owner first, then every other account. `prioritized-group`: owner, its group, then the organisation.
   * `restricted-group`: owner and its group only. `off`: the owner only.
   */
  readonly mode: 'organization' | 'prioritized-group' | 'restricted-group' | 'off';
  /** Groups of account ids; an account belongs to one at most. */
  readonly groups: readonly (readonly string[])[];
  /** Accounts that have sharing turned off: they neither give nor receive. */
  readonly notSharing: readonly string[];
};

/** Choices of the commitment engine. */
export type CommitmentSettings = {
  readonly sharing: SharingPreferences;
  /** Several plans of one type: the best (plan, usage) saving first, or the plan that started first. AWS does not say. */
  readonly savingsPlanOrder: 'best-saving' | 'earliest-start';
  /** After the owner: one list over all sharing accounts by saving, or account by account, the largest saving first. */
  readonly leftoverOrder: 'pooled' | 'largest-saving-account';
  /** Whether usage that a plan does not discount still takes its commitment, last (AWS lists Lambda requests so). */
  readonly zeroDiscountUsage: 'takes-commitment' | 'stays-on-demand';
  /** Standard before convertible reservations (Well-Architected), or by id (the EC2 guide calls the class irrelevant). */
  readonly reservationClassOrder: 'standard-first' | 'by-id';
  /** Several regional reservations of a family: smallest size first, or by id. AWS does not say; flexible ones are equal. */
  readonly regionalReservationOrder: 'smallest-first' | 'by-id';
  /** Free tier: after reservations and before plans (the bill's text), or after both. */
  readonly freeTier: 'after-reservations' | 'after-savings-plans';
  /** Database reservation before Database Savings Plan (by analogy with EC2), or after. */
  readonly databaseOrder: 'reservation-first' | 'savings-plan-first';
  /** Azure, parts of an hour: netted over the hour, or matched minute by minute. Every documented example agrees with both. */
  readonly azureHourMatching: 'hourly-netting' | 'simultaneous';
  /** Azure: charge the lower of the plan price and the negotiated price, or always the plan price. */
  readonly azurePlanPrice: 'lower-of-plan-and-negotiated' | 'plan';
  /** Google Cloud: resource-based before flexible commitments (usual, not official), or after. */
  readonly gcpCommitmentOrder: 'resource-first' | 'flexible-first';
  /** Google Cloud: among SKUs of different discount the highest first, or all in proportion. */
  readonly gcpFlexibleOrder: 'highest-discount-first' | 'proportional';
  /** Google Cloud: sustained use per project and Region (resource-based pricing), or per zone and machine type (older). */
  readonly gcpSustainedUsePool: 'project-region' | 'zone-machine-type';
  /** Google Cloud: the month of sustained use has its real hours, or 730 as in price calculators. */
  readonly gcpMonthHours: 'actual' | 'calculator';
  /** Contract discount (EDP, PPA): on the rate after commitments, or both percentages taken off the list price. */
  readonly contractDiscountOrder: 'sequential' | 'bundled';
};

/** Documented defaults; where no document decides, the choice named in the comment of each setting. */
export const DEFAULT_COMMITMENT_SETTINGS: CommitmentSettings = {
  sharing: { mode: 'organization', groups: [], notSharing: [] },
  savingsPlanOrder: 'best-saving',
  leftoverOrder: 'pooled',
  zeroDiscountUsage: 'takes-commitment',
  reservationClassOrder: 'standard-first',
  regionalReservationOrder: 'smallest-first',
  freeTier: 'after-reservations',
  databaseOrder: 'reservation-first',
  azureHourMatching: 'hourly-netting',
  azurePlanPrice: 'lower-of-plan-and-negotiated',
  gcpCommitmentOrder: 'resource-first',
  gcpFlexibleOrder: 'highest-discount-first',
  gcpSustainedUsePool: 'project-region',
  gcpMonthHours: 'actual',
  contractDiscountOrder: 'sequential',
};

/** How the commitments of an estate are applied. */
export type CommitmentRules = {
  readonly settings: CommitmentSettings;
  /** Size-flexibility ratios of Azure inside their groups, by size in lower case. */
  readonly azureSizeRatios: ReadonlyMap<string, { readonly group: string; readonly ratio: number }>;
};

/** The documented defaults. No ratio table ships: a reservation of an Azure size covers exactly that size. */
export const DEFAULT_COMMITMENT_RULES: CommitmentRules = {
  settings: DEFAULT_COMMITMENT_SETTINGS,
  azureSizeRatios: new Map(),
};
