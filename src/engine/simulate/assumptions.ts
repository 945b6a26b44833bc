/** What a run takes for granted: stated, shown, and changed by the user. */

/** Assumptions of a run. */
export type Assumptions = {
  /**
   * What happens when a commitment of the bill ends: `renew` keeps it on the same terms, so that an empty plan stays
   * the bill; `expire` lets its usage fall back to on-demand, as AWS does when nobody acts.
   */
  readonly existingCommitments: 'renew' | 'expire';
};

export const DEFAULT_ASSUMPTIONS: Assumptions = { existingCommitments: 'renew' };

/** Months a run looks ahead when nothing else is said. */
export const DEFAULT_HORIZON_MONTHS = 12;
/** Most months a run looks ahead. */
export const MAX_HORIZON_MONTHS = 36;
