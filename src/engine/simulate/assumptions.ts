/** What a run takes for granted: stated, shown, and changed by the user. */

/** Assumptions of a run. */
export type Assumptions = {
  /**
   * What happens when a commitment of the bill ends: `expire` lets its usage fall back to on-demand, as the providers do
   * when nobody acts; `renew` keeps it on the same terms.
   */
  readonly existingCommitments: 'renew' | 'expire';
};

export const DEFAULT_ASSUMPTIONS: Assumptions = { existingCommitments: 'expire' };

/** Months a run looks ahead when nothing else is said. */
export const DEFAULT_HORIZON_MONTHS = 12;
/** Most months a run looks ahead. */
export const MAX_HORIZON_MONTHS = 36;
