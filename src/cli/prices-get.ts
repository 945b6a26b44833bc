/** `trimtab prices get`: a price with its source and date, and what it stands before. */

import { openEstate } from '../app/estate-source.ts';
import { workspaceFolder } from '../app/folders.ts';
import { decimal, type PriceFact, toText } from '../engine/index.ts';
import { type EmbeddedPriceBook, openEmbeddedBook } from '../prices/embedded-book.ts';
import type { PriceQuery } from '../prices/find-prices.ts';
import { regionsWithPrice } from '../prices/other-regions.ts';
import { displacedBy, isLayered } from '../prices/overlay.ts';
import { nearestPrices } from '../prices/override-names.ts';
import { paidRateOf } from '../prices/override-paid.ts';
import { openPriceLayers } from '../prices/override-store.ts';
import type { PricesGetReport } from '../report/contract.ts';
import { pricesText } from '../report/text/prices.ts';
import { estateRequest, printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, JSON_OPTION, wholeNumber } from './command.ts';

const amountText = (price: number) => toText(decimal(price));
const layerOf = (fact: PriceFact) => (isLayered(fact) ? fact.layer : 'book');

/** What the bill paid, as a lookup; of nothing without `--bill`. */
async function paidLookup(
  input: CommandInput,
  book: EmbeddedPriceBook,
): Promise<(fact: PriceFact) => number | null> {
  if (!input.flag('bill')) return () => null;
  const line = progressLine(input.io);
  try {
    const { estate } = await openEstate(estateRequest(input), book, ({ text, share }) =>
      line.show(text, share),
    );
    return fact => paidRateOf(estate.paidRates, fact);
  } finally {
    line.end();
  }
}

function priceReport(fact: PriceFact, paid: number | null): PricesGetReport['prices'][number] {
  const { provider, service, item, region, unit, currency, source, date, licence, kind, confidence, note } =
    fact;
  return {
    ...{ provider, service, item, region, unit, price: amountText(fact.price), currency },
    ...{ source, date, licence, kind, confidence, note },
    layer: layerOf(fact),
    displaced: displacedBy(fact).map(other => ({
      layer: layerOf(other),
      price: amountText(other.price),
      unit: other.unit,
      date: other.date,
      source: other.source,
    })),
    paid: paid === null ? null : amountText(paid),
  };
}

function nearestReport(book: EmbeddedPriceBook, query: PriceQuery): PricesGetReport['nearest'] {
  const { unknown, alternatives } = nearestPrices(book, query);
  return {
    unknown: unknown.map(each => ({ ...each })),
    alternatives: alternatives.map(({ service, item, region }) => ({ service, item, region })),
  };
}

function queryOf(input: CommandInput): PriceQuery {
  const [region, provider, service] = ['region', 'provider', 'service'].map(name => input.text(name));
  return {
    words: input.positionals,
    ...(region ? { region } : {}),
    ...(provider ? { provider } : {}),
    ...(service ? { service } : {}),
  };
}

export const pricesGet: Command = {
  name: 'prices get',
  summary:
    'Finds prices that hold all the words, each with source, date, kind and licence, and what it stands before: `prices get m5.large linux --region us-east-1`.',
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
    bill: {
      kind: 'flag',
      description: 'Also show what the bill paid, which comes before every other price.',
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const limit = wholeNumber(input, pricesGet, 'limit', 20, 1, 100_000);
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const today = new Date().toISOString().slice(0, 10);
    const book = openEmbeddedBook(openPriceLayers(workspace, today));
    const query = queryOf(input);
    const found = book.findPrices({ ...query, limit });
    const paidFor = await paidLookup(input, book);
    const report: PricesGetReport = {
      schema: 'trimtab/prices-get/1',
      prices: found.map(fact => priceReport(fact, paidFor(fact))),
      nearest: found.length === 0 ? nearestReport(book, query) : null,
      otherRegions: found.length === 0 ? [...regionsWithPrice(book, query)] : [],
    };
    if (input.flag('json')) printJson(io, report);
    else printLines(io, pricesText(report, io.columns));
    return report.prices.length === 0 ? 1 : 0;
  },
};
