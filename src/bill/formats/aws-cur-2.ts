/** AWS CUR 2.0 (Data Exports): fixed snake_case columns, with product, tags, cost categories and discounts as maps. */

import { readLineItems } from './aws-line-items.ts';
import type { FormatReader } from './format.ts';

/** Reads CUR 2.0. */
export const readAwsCur2: FormatReader = (cells, facts) =>
  readLineItems(cells, facts, {
    productName: cells.entry('product', 'product_name'),
    region: cells.entry('product', 'region'),
    tags: cells.json('resourcetags'),
    // A tag `Name` arrives as `user_name`.
    resourceName: cells.entry('resourcetags', 'user_name'),
    costCategories: cells.json('costcategory'),
  });
