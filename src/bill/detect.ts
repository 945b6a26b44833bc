/** What a file is, from its first bytes and its column names; never from its name. */

import { canonicalName } from './cells.ts';

/** The formats that are read, and what else is recognised to say so plainly. */
export const BILL_FORMATS = ['focus', 'aws-cur-2', 'aws-cur-legacy'] as const;
export type BillFormat = (typeof BILL_FORMATS)[number];

/** What the first bytes say. */
export type ByteKind = 'parquet' | 'gzip' | 'zip' | 'utf-16' | 'json' | 'text' | 'binary' | 'empty';

/** @param head first bytes of the file, 4 kB or more unless the file is shorter */
export function detectBytes(head: Uint8Array): ByteKind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length === 0) return 'empty';
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'zip';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return 'utf-16';
  // UTF-16 without a mark: every second byte of a Latin header is zero.
  if (bytes.length > 3 && ((bytes[0] === 0 && bytes[2] === 0) || (bytes[1] === 0 && bytes[3] === 0)))
    return 'utf-16';
  // A NUL further down is a dirty cell; in the first line it is no text.
  const firstLine = bytes.subarray(0, bytes.indexOf(0x0a) === -1 ? bytes.length : bytes.indexOf(0x0a));
  if (firstLine.includes(0)) return 'binary';
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') return 'empty';
  return text.startsWith('{') || text.startsWith('[') ? 'json' : 'text';
}

/** The most likely delimiter of a header line: the one that occurs most outside quotes. */
export function detectDelimiter(text: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (character === ',' || character === ';' || character === '\t') counts[character]++;
  }
  if (counts[';'] > counts[','] && counts[';'] >= counts['\t']) return ';';
  return counts['\t'] > counts[','] ? '\t' : ',';
}

/** A format that is read, a known one that is not read, or neither. */
export type Recognition =
  | { readonly kind: 'bill'; readonly format: BillFormat; readonly version: string | null }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'unknown' };

/** Known formats that are not read yet: every name of `all` and one of `any` must be there. */
const UNSUPPORTED: readonly { what: string; all: readonly string[]; any?: readonly string[] }[] = [
  { what: 'an OCI cost report', all: ['lineitemreferenceno', 'costmycost'] },
  { what: 'a FOCUS 0.5 file', all: ['billedcost', 'amortizedcost', 'chargetype'] },
  { what: 'a FOCUS contract commitment dataset (commitments, not charges)', all: ['contractcommitmentid'] },
  {
    what: 'a GCP billing export',
    all: ['billingaccountid', 'costtype', 'cost'],
    any: ['serviceid', 'service', 'servicedescription'],
  },
  {
    what: 'an Azure cost details file (MCA)',
    all: ['meterid', 'billingprofileid', 'exchangeratepricingtobilling'],
    any: ['costinbillingcurrency', 'cost'],
  },
  { what: 'an Azure cost details file (EA)', all: ['meterid'], any: ['costinbillingcurrency', 'cost'] },
  { what: 'an Azure usage file (pay as you go)', all: ['meterid', 'pretaxcost'] },
];

/** Texts near the start of a JSON document that tell what it is. */
const JSON_KINDS: readonly (readonly [RegExp, string])[] = [
  [/"ResultsByTime"/, 'an AWS Cost Explorer answer'],
  [/"totalMonthlyCost"|"diffTotalMonthlyCost"/, 'an Infracost estimate'],
  [/"totalCost"/, 'an OpenCost or Kubecost allocation'],
  [/"billing_account_id"/, 'a GCP billing export in JSON lines'],
];

/** @param text start of a JSON document */
export function recognizeJson(text: string): Recognition {
  const found = JSON_KINDS.find(([pattern]) => pattern.test(text));
  return found === undefined ? { kind: 'unknown' } : { kind: 'unsupported', what: found[1] };
}

/** Columns of each FOCUS version that the one before does not have. */
const FOCUS_VERSIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    '1.3',
    [
      'serviceprovidername',
      'hostprovidername',
      'allocatedmethodid',
      'allocatedresourceid',
      'contractapplied',
    ],
  ],
  ['1.2', ['invoiceid', 'pricingcurrency', 'pricingcurrencyeffectivecost', 'pricingcurrencylistunitprice']],
  [
    '1.1',
    [
      'servicesubcategory',
      'skumeter',
      'skupricedetails',
      'capacityreservationid',
      'commitmentdiscountquantity',
      'commitmentdiscountunit',
    ],
  ],
];

/** The lowest version that has every FOCUS column of the header. */
function focusVersion(names: ReadonlySet<string>): string {
  const found = FOCUS_VERSIONS.find(([, columns]) => columns.some(name => names.has(name)));
  if (found !== undefined) return found[0];
  const isPreview = names.has('provider') || names.has('usagequantity') || names.has('chargesubcategory');
  return isPreview ? '1.0-preview' : '1.0';
}

/** Maps of CUR 2.0; the legacy report spreads them over columns. */
const CUR2_MAPS = ['product', 'resourcetags', 'costcategory', 'discount'];

/** @param columns names as written in the header */
export function recognizeColumns(columns: readonly string[]): Recognition {
  // Localised headers put the English name in brackets: `Ressourcengruppe (ResourceGroup)`.
  const english = columns.flatMap(name => /\(([^()]+)\)\s*$/.exec(name)?.[1] ?? []);
  const names = new Set([...columns, ...english].map(canonicalName));
  const has = (name: string) => names.has(name);
  if (has('lineitemunblendedcost') && has('lineitemlineitemtype')) {
    const isLegacy = columns.some(name => name.includes('/')) || !CUR2_MAPS.some(has);
    return isLegacy
      ? { kind: 'bill', format: 'aws-cur-legacy', version: null }
      : { kind: 'bill', format: 'aws-cur-2', version: '2.0' };
  }
  const unsupported = UNSUPPORTED.find(
    ({ all, any }) => all.every(has) && (any === undefined || any.some(has)),
  );
  if (unsupported !== undefined) return { kind: 'unsupported', what: unsupported.what };
  const focusColumns = ['effectivecost', 'chargecategory', 'chargeperiodstart', 'billingperiodstart'].filter(
    has,
  );
  if (has('billedcost') && focusColumns.length >= 2) {
    return { kind: 'bill', format: 'focus', version: focusVersion(names) };
  }
  return { kind: 'unknown' };
}
