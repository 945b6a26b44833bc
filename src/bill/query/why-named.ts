/** Finds the resource, service, account or commitment that a person names. */

import { UserError } from '../../engine/errors.ts';
import { escapeControl } from '../../engine/text.ts';
import { closestWord } from '../../input/did-you-mean.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlText } from '../sql.ts';
import { cellText } from './why-columns.ts';

/** What was named, and the condition on a charge that picks it. */
export type NamedCharges = {
  readonly kind: 'resource' | 'service' | 'account' | 'commitment';
  /** As the bill writes it. */
  readonly name: string;
  readonly condition: string;
};

/** `label` is what stands for the thing, `column` what is compared; in the order in which they are asked. */
const NAMES = [
  { kind: 'resource', column: 'ResourceId', label: 'ResourceId', hasParts: true },
  { kind: 'resource', column: 'ResourceName', label: 'coalesce(ResourceId, ResourceName)', hasParts: true },
  { kind: 'service', column: 'ServiceName', label: 'ServiceName', hasParts: true },
  { kind: 'service', column: 'x_ServiceCode', label: 'x_ServiceCode', hasParts: false },
  { kind: 'account', column: 'SubAccountId', label: 'SubAccountId', hasParts: false },
  { kind: 'account', column: 'SubAccountName', label: 'SubAccountName', hasParts: false },
  { kind: 'commitment', column: 'CommitmentDiscountId', label: 'CommitmentDiscountId', hasParts: false },
] as const;

type Name = (typeof NAMES)[number];

/** Things that an error lists. */
const CANDIDATES_MAX = 10;

/** Capitals don't count: some providers write the same id in several ways (Azure). */
function labelsSql({ label }: Name, condition: string): string {
  return `SELECT lower(${label}) AS id, min(${label}) FROM located WHERE ${condition}
    GROUP BY 1 ORDER BY 1 LIMIT ${CANDIDATES_MAX + 1}`;
}

async function thingsOf(duckdb: DuckDb, name: Name, condition: string): Promise<readonly NamedCharges[]> {
  const rows = await duckdb.rows(labelsSql(name, condition));
  return rows.flatMap(([id, shown]) => {
    const [key, text] = [cellText(id), cellText(shown)];
    const column = name.label;
    return key === null || text === null
      ? []
      : [{ kind: name.kind, name: text, condition: `lower(${column}) = ${sqlText(key)}` }];
  });
}

function ambiguous(what: string, things: readonly NamedCharges[]): UserError {
  const shown = things.slice(0, CANDIDATES_MAX).map(({ kind, name }) => `${kind} ${escapeControl(name)}`);
  return new UserError({
    code: 'ambiguous',
    message: `${JSON.stringify(escapeControl(what))} is part of more than one name`,
    hint: `Write one of them whole: ${shown.join('; ')}${things.length > CANDIDATES_MAX ? '; ...' : ''}.`,
    exitCode: 2,
  });
}

/**
 * The thing of exactly this name; null when there is none.
 * @throws UserError (usage) when several resources have the name
 */
export async function findByName(duckdb: DuckDb, what: string): Promise<NamedCharges | null> {
  const key = `lower(${sqlText(what)})`;
  const [row = []] = await duckdb.rows(
    `SELECT ${NAMES.map(({ column }) => `coalesce(bool_or(lower(${column}) = ${key}), FALSE)`).join(', ')} FROM located`,
  );
  const found = NAMES.find((_, index) => row[index] === true);
  if (found === undefined) return null;
  const things = await thingsOf(duckdb, found, `lower(${found.column}) = ${key}`);
  if (things.length > 1) throw ambiguous(what, things);
  return things[0] ?? null;
}

/**
 * The only resource or service with this text in its id or name; null when there is none.
 * @throws UserError (usage) when there are several
 */
export async function findByPart(duckdb: DuckDb, what: string): Promise<NamedCharges | null> {
  const key = `lower(${sqlText(what)})`;
  const things = new Map<string, NamedCharges>();
  for (const name of NAMES.filter(({ hasParts }) => hasParts)) {
    for (const thing of await thingsOf(duckdb, name, `contains(lower(${name.column}), ${key})`))
      things.set(`${thing.kind} ${thing.name.toLowerCase()}`, thing);
  }
  if (things.size > 1) throw ambiguous(what, [...things.values()]);
  return [...things.values()][0] ?? null;
}

/** The error for a word that nothing of the bill has. */
export async function noSuchThing(duckdb: DuckDb, what: string): Promise<UserError> {
  const rows = await duckdb.rows(
    'SELECT DISTINCT ServiceName FROM located WHERE ServiceName IS NOT NULL ORDER BY 1',
  );
  const services = rows.map(([name]) => String(name));
  const close = closestWord(what, services);
  return new UserError({
    code: 'nothing-found',
    message: `No resource, service or account of the bill is called ${JSON.stringify(escapeControl(what))}, and it is not an amount`,
    hint:
      close === null
        ? '`trimtab bill summary --by resource` and `--by service` list the names.'
        : `Did you mean ${JSON.stringify(escapeControl(close))}?`,
    exitCode: 2,
  });
}
