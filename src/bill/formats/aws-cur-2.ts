/** AWS CUR 2.0 (Data Exports): fixed snake_case columns, with product, tags, cost categories and discounts as maps. */

import { readLineItems } from './aws-line-items.ts';
import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = (cells, facts) =>
  readLineItems(cells, facts, {
    productName: cells.entry('product', 'product_name'),
    region: cells.entry('product', 'region'),
    tags: cells.json('resourcetags'),
    // A tag `Name` arrives as `user_name`.
    resourceName: cells.entry('resourcetags', 'user_name'),
    costCategories: cells.json('costcategory'),
  });

/** Maps of CUR 2.0; the legacy report spreads them over columns. */
const MAPS = ['product', 'resourcetags', 'costcategory', 'discount'];

/** Data Exports' CUR 2.0. */
export const awsCur2: FormatDefinition = {
  recognize: names =>
    hasAll(names, ['lineitemunblendedcost', 'lineitemlineitemtype']) &&
    !names.written.some(name => name.includes('/')) &&
    MAPS.some(map => names.canonical.has(map)) &&
    '2.0',
  required: ['line_item_unblended_cost', 'line_item_line_item_type'],
  signs: ['lineitemusagestartdate', 'lineitemproductcode', 'lineitemusagetype', 'billpayeraccountid'],
  read,
};
