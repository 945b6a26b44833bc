/** Reads the times of points: RFC 3339, the same without a zone (UTC), or seconds or milliseconds since 1970. */

/** 1990 and 2100: a time outside is another unit, or no time. */
const SECONDS_MIN = 631_152_000;
const SECONDS_MAX = 4_102_444_800;

const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

function inRange(seconds: number): number | null {
  return seconds >= SECONDS_MIN && seconds <= SECONDS_MAX ? seconds : null;
}

function secondsOfNumber(value: number): number | null {
  // Milliseconds of 1990 are more than seconds of 2100.
  return inRange(value > SECONDS_MAX ? value / 1000 : value);
}

/** True for a day that the calendar has: 30 February would be read as 2 March. */
function isDay(day: string): boolean {
  if (Number(day.slice(8)) <= 28) return true;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Seconds since 1970; null for what is no time. */
export function secondsOf(value: unknown): number | null {
  if (typeof value === 'number') return secondsOfNumber(value);
  if (typeof value !== 'string' || value.length > 40) return null;
  if (/^\d{9,13}(?:\.\d{1,9})?$/.test(value)) return secondsOfNumber(Number(value));
  const match = DATE_TIME.exec(value);
  if (match === null) return null;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  if (!isDay(day)) return null;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const milliseconds = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(milliseconds) ? null : inRange(milliseconds / 1000);
}
