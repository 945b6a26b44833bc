/** `trimtab bill addressable`: what of the bill a plan can touch. */

import { workspaceOf } from '../app/estate-source.ts';
import { conversionOf, convertParts } from '../bill/query/convert.ts';
import { type AddressableLedger, ledgerOf, ledgersOf, readLedgerParts } from '../bill/query/ledger.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { BillAddressableReport } from '../report/contract.ts';
import { billAddressableText } from '../report/text/bill-addressable.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import { BILL_OPTIONS, type Command, JSON_OPTION } from './command.ts';
import { RATE_OPTIONS, ratesOf } from './rate-options.ts';

export const billAddressable: Command = {
  name: 'bill addressable',
  summary:
    'Splits the bill into tax, credits, corrections, commitments, marketplace, support and addressable usage: 30 % of what?',
  positionals: '',
  arity: [0, 0],
  options: {
    month: { kind: 'text', value: 'YYYY-MM', description: 'Billing period (default: all of them).' },
    currency: { kind: 'text', value: 'CODE', description: 'Currency (default: all, each by itself).' },
    ...RATE_OPTIONS,
    ...BILL_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const rates = ratesOf(input, billAddressable);
    const { workspace: folder } = await workspaceOf(estateRequest(input), openEmbeddedBook());
    const month = input.text('month');
    const parts = await readLedgerParts({ workspace: folder, month, currency: input.text('currency') });
    const conversion =
      rates === null
        ? null
        : conversionOf(
            rates,
            parts.map(({ currency }) => currency),
          );
    const report: BillAddressableReport = {
      schema: 'trimtab/bill-addressable/1',
      month,
      ledgers: ledgersOf(parts).map(ledgerReport),
      converted:
        rates === null || conversion === null
          ? null
          : {
              ...conversion,
              rates: [...conversion.rates],
              ledger: ledgerReport(ledgerOf(rates.target, convertParts(rates, parts))),
            },
    };
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, billAddressableText(report, input.io.columns));
    return 0;
  },
};

function ledgerReport(ledger: AddressableLedger): BillAddressableReport['ledgers'][number] {
  return {
    ...ledger,
    classes: [...ledger.classes],
    services: [...ledger.services],
    target: { ...ledger.target },
  };
}
