/** Numbers as people read them. The only place that rounds for display. */

/** Decimal text or a number. */
type Amount = string | number;

const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

/** Thousands separated by commas, without a locale's surprises. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `$1,234` or `$1,234.50`; `-$12`. Other currencies follow the amount. Never `$-0`. */
export function money(amount: Amount, currency: string, decimals = 0): string {
  const value = Number(amount);
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = fixed.split('.');
  const text = grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
  const sign = value < 0 && Number(fixed) !== 0 ? '-' : '';
  const symbol = SYMBOLS[currency];
  return symbol ? `${sign}${symbol}${text}` : `${sign}${text} ${currency}`;
}

/** Short money for narrow places: `$500.3k`, `$1.2M`. */
export function shortMoney(amount: Amount, currency: string): string {
  const value = Number(amount);
  const size = Math.abs(value);
  const symbol = SYMBOLS[currency] ?? '';
  const sign = value < 0 ? '-' : '';
  const unit = symbol === '' ? ` ${currency}` : '';
  if (size >= 999_500) return `${sign}${symbol}${(size / 1e6).toFixed(size >= 9_995_000 ? 1 : 2)}M${unit}`;
  if (size >= 999.5) return `${sign}${symbol}${(size / 1000).toFixed(1)}k${unit}`;
  return `${size < 0.5 ? '' : sign}${symbol}${size.toFixed(0)}${unit}`;
}

/** `33.3 %`. */
export function percent(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

/** A drawn probability: never 0 % or 100 %, since draws cannot show certainty. `96 %`, `over 99 %`, `under 1 %`. */
export function chance(probability: number): string {
  if (probability >= 0.995) return 'over 99 %';
  if (probability < 0.005) return 'under 1 %';
  return percent(probability, 0);
}

/** Minutes a person can picture: `8.3 min`, `5.2 h`. */
export function minutes(value: number): string {
  if (value >= 600) return `${(value / 60).toFixed(1)} h`;
  return `${value.toFixed(value < 100 ? 1 : 0)} min`;
}

/** A whole number with separators. */
export function count(value: number): string {
  return grouped(String(Math.round(value)));
}

/** `1 resource`, `1,204 resources`. */
export function plural(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** A change with its sign, which colour only repeats. */
export function signed(text: string, value: number): string {
  return value > 0 && !text.startsWith('+') ? `+${text}` : text;
}

/** A change of a share with its sign: `+4.4 %`, `-1.2 %`; `0.0 %` where nothing of it shows. */
export function signedPercent(change: number): string {
  const text = percent(Math.abs(change));
  if (text === percent(0)) return text;
  return change < 0 ? `-${text}` : `+${text}`;
}

/** A range of short money with one symbol: `$38.1k-42.3k`. */
export function shortRange(low: Amount, high: Amount, currency: string): string {
  const [from, to] = [shortMoney(low, currency), shortMoney(high, currency)];
  const symbol = SYMBOLS[currency];
  if (symbol && to.startsWith(symbol)) return `${from}-${to.slice(symbol.length)}`;
  return symbol ? `${from} to ${to}` : `${from.replace(` ${currency}`, '')}-${to}`;
}

/** A change of a probability in percentage points, with its sign: `+0.9 pt`. Never `-0.0`. */
export function points(change: number): string {
  const fixed = (change * 100).toFixed(1);
  return `${signed(Number(fixed) === 0 ? '0.0' : fixed, Number(fixed))} pt`;
}

/** Days of work: `0.4`, `12`. */
export function days(value: number): string {
  return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
}

/** An objective with as many decimals as it has: `99.95 %`, `98 %`. */
export function objective(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

/** A number whose size is not known beforehand, to some significant digits: `0.00575`, `1177.6`. Never `-0`. */
export function figure(value: number, digits = 8): string {
  return String(Number(value.toPrecision(digits)) || 0);
}
