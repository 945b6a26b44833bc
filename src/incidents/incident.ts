/** Incidents as an on-call tool remembers them, and the time that they cover. */

/** One incident. Who answered and what it was about are not kept. */
export type Incident = {
  /** Unique in the tool that it comes from. */
  readonly id: string;
  readonly service: string;
  readonly urgency: 'high' | 'low' | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** From the first alert until it was resolved; null while it is open, or when the file does not say. */
  readonly minutes: number | null;
  /** Until somebody took it; null when nobody did, or the file does not say. */
  readonly acknowledgedMinutes: number | null;
};

/** Days that a history covers, `yyyy-mm-dd`, both included. */
export type Period = { readonly from: string; readonly until: string };

/** Everything that was imported. */
export type IncidentHistory = {
  readonly incidents: readonly Incident[];
  /** As declared; null: from the first incident to the last. */
  readonly from: string | null;
  readonly until: string | null;
};

/** Nothing was imported. */
export const NO_HISTORY: IncidentHistory = { incidents: [], from: null, until: null };

const MS_PER_DAY = 86_400_000;
const DAYS_PER_YEAR = 365;

const dayOf = (time: string) => time.slice(0, 10);

/** The days of a history; null when nothing says which they are. Without declared ends it starts and ends with an incident. */
export function periodOf({ incidents, from, until }: IncidentHistory): Period | null {
  let first = from;
  let last = until;
  for (const { createdAt } of incidents) {
    const day = dayOf(createdAt);
    if (from === null && (first === null || day < first)) first = day;
    if (until === null && (last === null || day > last)) last = day;
  }
  return first === null || last === null || first > last ? null : { from: first, until: last };
}

/** Length of a period in years of 365 days. */
export function yearsOf({ from, until }: Period): number {
  const days = (Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY + 1;
  return days / DAYS_PER_YEAR;
}

/** Whether an incident falls into a period. */
export function isWithin({ createdAt }: Incident, { from, until }: Period): boolean {
  const day = dayOf(createdAt);
  return day >= from && day <= until;
}
