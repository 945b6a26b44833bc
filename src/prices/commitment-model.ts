/** Published and assumed rules that extend the listed commitment rates to other families, Regions, terms and payments. */

import { assert } from '../engine/assert.ts';
import type { PaymentOption, TermYears } from '../engine/commitments/commitment.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { type BookFiles, GLOBAL } from './book-files.ts';
import type { TableRow } from './price-table.ts';

/** A number of the model and how far it can be trusted. */
export type ModelValue = Pick<PriceFact, 'kind' | 'confidence'> & {
  readonly value: number;
  readonly source: string;
  readonly note: string;
};

/** The rules by name. Every method answers null where no rule says anything. */
export type CommitmentModel = {
  /** No-upfront discount of one year, share of the on-demand price. */
  standardDiscount(family: string): ModelValue | null;
  /** No-upfront price of three years over that of one year. */
  standardThreeYearRatio(family: string): ModelValue | null;
  convertibleDiscount(family: string, termYears: TermYears): ModelValue | null;
  /** Discount of a Compute Savings Plan where it was read for the family. */
  computeDiscount(family: string, termYears: TermYears, payment: PaymentOption): ModelValue | null;
  /** Assumed part of the standard reservation's discount that a Compute Savings Plan gives. */
  computeShare(termYears: TermYears): ModelValue;
  /** Price with this payment over the no-upfront price. */
  paymentFactor(kind: 'standard-ri' | 'convertible-ri', termYears: TermYears, payment: PaymentOption): number;
};

/** Families of general purpose, compute and memory machines from the seventh generation on. */
const NEW_FAMILY = /^[mcr](?:[7-9]|\d\d)/;
/** Letters whose families have a ratio of their own: `inf`, `im4gn` and the like do not. */
const RATIO_CLASS = /^([cmrtixp])\d/;

function rangeNote(row: TableRow): string {
  const low = row.optionalNumber('low');
  const high = row.optionalNumber('high');
  const note = row.text('note');
  return low === null || high === null ? note : `${note} (range ${low} to ${high})`;
}

/** @param files the files of the book */
export function commitmentModel(files: BookFiles): CommitmentModel {
  const table = files.table('ec2-commitment-model', GLOBAL);
  assert(table, 'the book has a commitment model');
  const byKey = new Map(table.rows.map(row => [`${row.text('rule')} ${row.text('key')}`, row]));
  const find = (key: string, confidence: 'B' | 'C'): ModelValue | null => {
    const row = byKey.get(key);
    if (!row) return null;
    return {
      value: row.number('value'),
      kind: row.kind('kind'),
      confidence,
      source: row.text('source'),
      note: rangeNote(row),
    };
  };
  const factor = (key: string): number => {
    const row = byKey.get(`payment ${key}`);
    assert(row, `the commitment model has the payment factor ${key}`);
    return row.number('value');
  };
  return {
    standardDiscount: family =>
      find(`standard-ri-1y-discount ${family}`, 'B') ??
      (NEW_FAMILY.test(family)
        ? find('standard-ri-1y-discount-of-new-family c m r from generation 7', 'C')
        : null),
    standardThreeYearRatio: family => {
      const ofFamily = find(`standard-ri-3y-over-1y ${family}`, 'B');
      const [, letter] = RATIO_CLASS.exec(family) ?? [];
      return (
        ofFamily ?? (letter === undefined ? null : find(`standard-ri-3y-over-1y-of-class ${letter}`, 'C'))
      );
    },
    convertibleDiscount: (family, termYears) => find(`convertible-ri-${termYears}y-discount ${family}`, 'B'),
    computeDiscount: (family, termYears, payment) =>
      find(`compute-savings-plan-discount ${family} ${termYears}y ${payment}`, 'B'),
    computeShare: termYears => {
      const share = find(`compute-savings-plan-share-of-standard-ri ${termYears}y`, 'C');
      assert(share, 'the commitment model has a share for each term');
      return share;
    },
    paymentFactor: (kind, termYears, payment) => {
      if (payment === 'no-upfront') return 1;
      const partial = factor(`${kind} ${termYears}y partial-over-no`);
      return payment === 'partial-upfront'
        ? partial
        : partial * factor(`${kind} ${termYears}y all-over-partial`);
    },
  };
}
