/** AWS CUR legacy: `lineItem/UnblendedCost` (CSV) or `line_item_unblended_cost` (Athena, Parquet), one column per tag. */

import { type Cells, jsonObjectSql } from '../read/cells.ts';
import { readLineItems } from './aws-line-items.ts';
import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const TAG_COLUMN = /^resource_?tags[/_](.+)$/i;
const COST_CATEGORY_COLUMN = /^cost_?category[/_](.+)$/i;

/** `user:` and `user_` say that a person set the tag; `aws:` keys are AWS's own and keep their mark. */
function tagKey(key: string): string {
  return key.replace(/^user[:_]/, '').replace(/^aws_/, 'aws:');
}

function objectOf(cells: Cells, pattern: RegExp, keyOf: (key: string) => string): string {
  const pairs = cells.matching(pattern).map(column => ({
    key: keyOf(pattern.exec(column.name)?.[1] ?? column.name),
    value: cells.textOf(column),
  }));
  return jsonObjectSql(pairs);
}

const read: FormatReader = (cells, facts) => {
  const name = cells.matching(/^resource_?tags[/_]user[:_]name$/i)[0];
  return readLineItems(cells, facts, {
    productName: cells.text('productproductname'),
    region: cells.text('productregion'),
    tags: objectOf(cells, TAG_COLUMN, tagKey),
    resourceName: name === undefined ? 'NULL' : cells.textOf(name),
    costCategories: objectOf(cells, COST_CATEGORY_COLUMN, key => key),
  });
};

/** The legacy report; CUR 2.0 has been asked before. */
export const awsCurLegacy: FormatDefinition = {
  recognize: names => (hasAll(names, ['lineitemunblendedcost', 'lineitemlineitemtype']) ? null : false),
  required: ['lineItem/UnblendedCost', 'lineItem/LineItemType'],
  signs: ['lineitemusagestartdate', 'lineitemproductcode', 'lineitemusagetype', 'billpayeraccountid'],
  read,
};
