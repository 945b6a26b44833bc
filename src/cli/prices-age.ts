/** `trimtab prices age`: how old the prices in force are. */

import { workspaceFolder } from '../app/folders.ts';
import { MAX_AGE_DAYS, priceAges } from '../prices/age.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { openPriceLayers } from '../prices/override-store.ts';
import type { PricesAgeReport } from '../report/contract.ts';
import { ageText } from '../report/text/prices.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, usageError, WORKSPACE_OPTION, wholeNumber } from './command.ts';

const MAX_DAYS = 36_500;

export const pricesAge: Command = {
  name: 'prices age',
  summary:
    'Says how old the prices in force are, by service and Region. With --max-age the exit code is 1 when a price is older.',
  positionals: '',
  arity: [0, 0],
  options: {
    'max-age': {
      kind: 'text',
      value: 'DAYS',
      description: `Fail when a price is older (without it, prices over ${MAX_AGE_DAYS} days are only named: our assumption).`,
    },
    region: { kind: 'text', value: 'REGION', description: 'Only this Region.' },
    provider: { kind: 'text', value: 'NAME', description: 'Only aws, gcp or azure.' },
    service: { kind: 'text', value: 'NAME', description: 'Only this service of the book.' },
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const isAssumedLimit = input.text('max-age') === null;
    const maxAgeDays = wholeNumber(input, pricesAge, 'max-age', MAX_AGE_DAYS, 0, MAX_DAYS);
    const today = new Date().toISOString().slice(0, 10);
    const [region, provider, service] = ['region', 'provider', 'service'].map(name => input.text(name));
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const facts = openEmbeddedBook(openPriceLayers(workspace, today)).findPrices({
      words: [],
      ...(region ? { region } : {}),
      ...(provider ? { provider } : {}),
      ...(service ? { service } : {}),
    });
    if (facts.length === 0)
      throw usageError(
        pricesAge,
        'The book has no prices there.',
        '`trimtab prices age` without options shows what it has.',
      );
    const groups = priceAges(facts, today, maxAgeDays);
    const report: PricesAgeReport = {
      schema: 'trimtab/prices-age/1',
      today,
      maxAgeDays,
      isAssumedLimit,
      groups: groups.map(group => ({ ...group })),
    };
    if (input.flag('json')) printJson(io, report);
    else printLines(io, ageText(report, io.columns));
    return !isAssumedLimit && groups.some(({ overLimit }) => overLimit > 0) ? 1 : 0;
  },
};
