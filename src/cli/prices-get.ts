/** `trimtab prices get`: a price with its source and date. */

import { decimal, toText } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { PricesGetReport } from '../report/contract.ts';
import { pricesText } from '../report/text/prices.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, wholeNumber } from './command.ts';

export const pricesGet: Command = {
  name: 'prices get',
  summary:
    'Finds prices that hold all the words, each with source, date, kind and licence: `prices get m5.large linux --region us-east-1`.',
  positionals: 'WORD...',
  arity: [1, 20],
  options: {
    region: { kind: 'text', value: 'REGION', description: 'Only this Region.' },
    provider: { kind: 'text', value: 'NAME', description: 'Only aws, gcp or azure.' },
    service: {
      kind: 'text',
      value: 'NAME',
      description: 'Only this service of the book, for example ec2, ebs, s3, rds.',
    },
    limit: { kind: 'text', value: 'N', description: 'Most prices to show (default 20).' },
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const region = input.text('region');
    const provider = input.text('provider');
    const service = input.text('service');
    const found = openEmbeddedBook().findPrices({
      words: positionals,
      ...(region === null ? {} : { region }),
      ...(provider === null ? {} : { provider }),
      ...(service === null ? {} : { service }),
      limit: wholeNumber(input, pricesGet, 'limit', 20, 1, 100_000),
    });
    const report: PricesGetReport = {
      schema: 'trimtab/prices-get/1',
      prices: found.map(({ price, ...fact }) => ({ ...fact, price: toText(decimal(price)) })),
    };
    if (input.flag('json')) printJson(io, report);
    else printLines(io, pricesText(report, io.columns));
    return report.prices.length === 0 ? 1 : 0;
  },
};
