/** Values of a plan file as people write them: shares, amounts of money, names. */

import { z } from 'zod';
import { decimal, toText } from './money.ts';

/** A share written `30%` or `0.3`. */
export const shareSchema = z
  .union([
    z.number().min(0).max(1),
    z.string().regex(/^\s*\d{1,3}(\.\d+)?\s*%\s*$/, 'write a share as 30% or 0.3'),
  ])
  .transform(value => (typeof value === 'number' ? value : Number.parseFloat(value) / 100))
  .refine(value => value >= 0 && value <= 1, 'must be between 0% and 100%');

/** Decimals of an amount that a person writes. */
const AMOUNT_DECIMALS = 10;

/** An amount of money: digits with an optional fraction; `_` and `,` may group thousands. */
export const amountSchema = z
  .union([
    z.number().min(0).max(1e12),
    z.string().regex(/^\$?\d{1,3}([_,]?\d{3})*(\.\d{1,10})?$/, 'write an amount as 350000 or "350,000"'),
  ])
  // A number is written out: `1e-7` would not be read again.
  .transform(value =>
    typeof value === 'number'
      ? toText(decimal(value).toDecimalPlaces(AMOUNT_DECIMALS))
      : value.replace(/[$_,]/g, ''),
  );

/** Text of a person, short enough to show. */
export const shortText = z.string().min(1).max(200);

/** A list of names or patterns. */
export const names = z.array(shortText).min(1).max(200);

/** Largest change that a file may state: a hundredfold. */
const CHANGE_MAX = 99;

/** A change by a share, written `25%`, `-20%` or `0.25`. More than -100 %. */
export const changeSchema = z
  .union([
    z.number(),
    z.string().regex(/^\s*[+-]?\d{1,5}(\.\d{1,10})?\s*%\s*$/, 'write a change as 25%, -20% or 0.25'),
  ])
  .transform(value => (typeof value === 'number' ? value : Number.parseFloat(value) / 100))
  .refine(
    value => value > -1 && value <= CHANGE_MAX,
    `must be more than -100% and at most ${CHANGE_MAX * 100}%`,
  );

/** A calendar month, written `2027-03`. */
export const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month as 2027-01');

/** A month of the run by its number, or a calendar month. */
export const monthRefSchema = z.union([z.number().int().min(1).max(120), monthText]);
