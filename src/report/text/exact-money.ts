/** Money with every digit it has, for answers that somebody adds up again. */

/** `1,191.0783291572 USD`, `-120.50 USD`: at least two decimals, nothing rounded. @param amount plain decimal text */
export function exactMoney(amount: string, currency: string | null): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${grouped}.${fraction.padEnd(2, '0')}${currency === null ? '' : ` ${currency}`}`;
}
