/** `trimtab prices override`: rates agreed with a provider, kept in the workspace. */

import { resolve } from 'node:path';
import { workspaceFolder } from '../app/folders.ts';
import { decimal, type Finding, toText, UserError } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { overrideKey, overridesInForce } from '../prices/override.ts';
import { readOverrides } from '../prices/override-file.ts';
import { addOverrides, loadOverrides, removeOverrides } from '../prices/override-store.ts';
import type { PricesOverrideReport } from '../report/contract.ts';
import { findingsText } from '../report/text/findings.ts';
import { overridesText } from '../report/text/prices.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, usageError, WORKSPACE_OPTION } from './command.ts';

type Change = { readonly added: number; readonly replaced: number; readonly removed: number };

function reportOf(workspace: string, change: Change, findings: readonly Finding[]): PricesOverrideReport {
  const all = loadOverrides(workspace);
  const inForce = new Set(overridesInForce(all, new Date().toISOString().slice(0, 10)));
  return {
    schema: 'trimtab/prices-override/1',
    ...change,
    overrides: all.map(override => ({
      ...override,
      name: overrideKey(override),
      price: toText(decimal(override.price)),
      inForce: inForce.has(override),
    })),
    findings: findings.map(each => ({ ...each })),
  };
}

/** Reads a file into the workspace: all of it or, when a row is wrong, nothing. */
function addFile(workspace: string, path: string): PricesOverrideReport {
  const { overrides, findings } = readOverrides(path, openEmbeddedBook());
  if (overrides.length === 0 || findings.some(({ severity }) => severity === 'error')) {
    throw new UserError({
      code: 'rates-not-read',
      message: ['The rates cannot be used; nothing was changed.', ...findingsText(findings)].join('\n'),
      hint: 'docs/prices.md shows the columns.',
      exitCode: 3,
    });
  }
  return reportOf(workspace, { ...addOverrides(workspace, overrides), removed: 0 }, findings);
}

function remove(workspace: string, name: string): PricesOverrideReport {
  const removed = removeOverrides(workspace, name);
  if (removed.length > 0) return reportOf(workspace, { added: 0, replaced: 0, removed: removed.length }, []);
  throw new UserError({
    code: 'no-such-rate',
    message: `There is no negotiated rate ${name}.`,
    hint: '`trimtab prices override --list` shows the names; `--remove all` takes all of them out.',
    exitCode: 3,
  });
}

export const pricesOverride: Command = {
  name: 'prices override',
  summary:
    'Reads negotiated rates from a CSV or YAML file into the workspace. They stand before list prices, and after what the bill itself paid; docs/prices.md lists the columns.',
  positionals: '[FILE]',
  arity: [0, 1],
  options: {
    list: { kind: 'flag', description: 'Show the rates of the workspace.' },
    remove: {
      kind: 'text',
      value: 'NAME',
      description: 'Take a rate out again, as --list names it; `all` for all.',
    },
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const [file] = positionals;
    const name = input.text('remove');
    const wanted = [file !== undefined, name !== null, input.flag('list')].filter(Boolean).length;
    if (wanted !== 1)
      throw usageError(pricesOverride, 'Name one of: a FILE with rates, --list, --remove NAME.');
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const nothing: Change = { added: 0, replaced: 0, removed: 0 };
    const report =
      file !== undefined
        ? addFile(workspace, resolve(io.cwd, file))
        : name !== null
          ? remove(workspace, name)
          : reportOf(workspace, nothing, []);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, overridesText(report, io.columns));
    return 0;
  },
};
