import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const directory = new URL('../../src/prices/data/', import.meta.url);
const names = readdirSync(directory).filter(name => name.endsWith('.json'));

type TableFile = { columns: string[]; rows: (string | number | boolean | null)[][]; [key: string]: unknown };

function read(name: string): TableFile {
  return JSON.parse(readFileSync(new URL(name, directory), 'utf8'));
}

const sources = read('sources.json').rows.map(row => row[0]);
const listed = read('index.json').rows.map(row => row[0]);
const book = openEmbeddedBook();
const facts = book.findPrices({ words: [] });

describe('the files of the book', () => {
  test('the index lists every file, and no file that is not there', () => {
    const apart = ['index.json', 'sources.json', 'architecture-moves.json'];
    expect([...listed, ...apart].sort()).toEqual([...names].sort());
  });

  test('together they stay under 4 MB', () => {
    const bytes = names.reduce((sum, name) => sum + statSync(new URL(name, directory)).size, 0);
    expect(bytes).toBeLessThan(4_000_000);
  });

  test('each has one data row per line, as wide as its columns', () => {
    for (const name of names) {
      const { columns, rows } = read(name);
      const lines = readFileSync(new URL(name, directory), 'utf8')
        .split('\n')
        .filter(line => line.startsWith('['));
      expect(lines.length, name).toBe(rows.length);
      for (const row of rows) expect(row.length, name).toBe(columns.length);
    }
  });

  test('every source that a row or a file names is listed', () => {
    for (const name of names.filter(file => file !== 'sources.json')) {
      const { columns, rows, ...meta } = read(name);
      const indexes = columns.flatMap((column, index) =>
        /^(source|reservedSource)$/.test(column) ? [index] : [],
      );
      const inRows = rows.flatMap(row => indexes.map(index => row[index]));
      const inMeta = Object.entries(meta).flatMap(([key, value]) => (/source/i.test(key) ? [value] : []));
      const ids = [...inRows, ...inMeta].filter(id => id !== null).flatMap(id => String(id).split('+'));
      expect(
        [...new Set(ids)].filter(id => !sources.includes(id)),
        name,
      ).toEqual([]);
      expect(ids.length > 0 || name === 'index.json', name).toBe(true);
    }
  });

  test('every listed source is used', () => {
    const text = names
      .filter(name => name !== 'sources.json')
      .map(name => readFileSync(new URL(name, directory), 'utf8'));
    const unused = sources.filter(
      id => !text.some(content => new RegExp(`"([^"]*\\+)?${id}(\\+[^"]*)?"`).test(content)),
    );
    expect(unused).toEqual([]);
  });

  test('no number comes from a source under the GPL or AGPL', () => {
    for (const row of read('sources.json').rows) expect(String(row[3])).not.toMatch(/GPL/);
  });

  test('no key stands twice in a file of unit prices', () => {
    for (const name of names.filter(file => file.includes('unit-prices'))) {
      const keys = read(name).rows.map(row => row.slice(0, 3).join('\n'));
      expect(new Set(keys).size, name).toBe(keys.length);
    }
  });
});

describe('the Regions of the book', () => {
  // Rows that the collected lists have of each Region; a Region that loses some has lost facts.
  test.each([
    [
      'aws-ec2',
      { 'us-east-1': 1292, 'us-west-2': 865, 'eu-west-1': 758, 'eu-central-1': 782, 'ap-southeast-1': 617 },
    ],
    [
      'aws-rds',
      { 'us-east-1': 568, 'us-west-2': 570, 'eu-west-1': 550, 'eu-central-1': 547, 'ap-southeast-1': 565 },
    ],
    [
      'aws-elasticache',
      { 'us-east-1': 267, 'us-west-2': 267, 'eu-west-1': 267, 'eu-central-1': 219, 'ap-southeast-1': 246 },
    ],
    [
      'aws-opensearch',
      { 'us-east-1': 177, 'us-west-2': 177, 'eu-west-1': 170, 'eu-central-1': 171, 'ap-southeast-1': 162 },
    ],
    ['aws-ec2-commitments', { 'us-east-1': 2560, 'eu-west-1': 2, 'ap-northeast-1': 33, 'ap-east-2': 2 }],
    [
      'gcp-compute',
      {
        'us-central1': 522,
        'us-east4': 492,
        'europe-west1': 492,
        'europe-west3': 485,
        'asia-southeast1': 499,
      },
    ],
    [
      'azure-vm',
      {
        eastus: 1293,
        eastus2: 1280,
        westus2: 1194,
        westeurope: 1335,
        northeurope: 1249,
        southeastasia: 1247,
      },
    ],
  ] as const)('%s has every row of every Region', (name, regions) => {
    const files = names.filter(file => file.startsWith(`${name}.`));
    const rows = files.map(file => [file.slice(name.length + 1, -'.json'.length), read(file).rows.length]);
    expect(Object.fromEntries(rows)).toEqual(regions);
  });
});

describe('every fact of the book', () => {
  test('there are facts of all three providers', () => {
    const counts = Object.groupBy(facts, fact => fact.provider);
    expect(counts.aws?.length).toBeGreaterThan(100_000);
    expect(counts.gcp?.length).toBeGreaterThan(10_000);
    expect(counts.azure?.length).toBeGreaterThan(10_000);
  });

  test('its price is a finite number, 0 or more', () => {
    expect(facts.filter(fact => !Number.isFinite(fact.price) || fact.price < 0)).toEqual([]);
  });

  test('its price is 0 only where the source says free', () => {
    const free = facts.filter(fact => fact.price === 0).map(fact => `${fact.service} ${fact.item}`);
    expect(free.sort()).toEqual([
      's3 GLACIER_FLEXIBLE retrieval_bulk',
      's3 STANDARD min_storage_days',
      'vpc_endpoint gateway_s3_dynamodb hour',
    ]);
  });

  test('it names a source, a date, a licence, a kind and a currency', () => {
    const isDated = (date: string) => /^20\d\d(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(date);
    const isWhole = (fact: (typeof facts)[number]) =>
      fact.source !== '' &&
      isDated(fact.date) &&
      fact.licence !== '' &&
      ['measured', 'derived', 'assumed'].includes(fact.kind) &&
      ['USD', 'XXX'].includes(fact.currency) &&
      [null, 'A', 'B', 'C'].includes(fact.confidence);
    expect(facts.filter(fact => !isWhole(fact))).toEqual([]);
  });

  test('an assumption says in a note what is assumed', () => {
    expect(
      facts.filter(fact => fact.kind === 'assumed' && fact.service === 'ec2' && fact.note === null),
    ).toEqual([]);
  });

  test('no two facts have the same provider, service, item and Region', () => {
    const keys = facts.map(fact => `${fact.provider}\n${fact.service}\n${fact.item}\n${fact.region}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a commitment never costs more than on demand', () => {
    const onDemand = new Map(
      facts
        .filter(fact => fact.service === 'ec2' && /^\S+ (linux|windows)$/.test(fact.item))
        .map(fact => [`${fact.item} ${fact.region}`, fact.price]),
    );
    const committed = facts.filter(fact => fact.service === 'ec2' && /-(ri|plan) [13]y /.test(fact.item));
    const dearer = committed.filter(fact => {
      const price = onDemand.get(`${fact.item.split(' ').slice(0, 2).join(' ')} ${fact.region}`);
      return price !== undefined && fact.price >= price;
    });
    expect(committed.length).toBeGreaterThan(50_000);
    expect(dearer.map(fact => `${fact.item} ${fact.region}`)).toEqual([]);
  });

  test('three years never cost more an hour than one, all upfront never more than partial, partial never more than none', () => {
    const byItem = new Map(
      facts.filter(fact => fact.service === 'ec2').map(fact => [`${fact.item} ${fact.region}`, fact.price]),
    );
    const wrong: string[] = [];
    for (const [item, price] of byItem) {
      for (const [dear, cheap] of [
        ['1y', '3y'],
        ['no-upfront', 'partial-upfront'],
        ['partial-upfront', 'all-upfront'],
      ] as const) {
        const other = item.includes(` ${dear}`)
          ? byItem.get(item.replace(` ${dear}`, ` ${cheap}`))
          : undefined;
        // Lists round to a thousandth of a dollar: half a step is no difference.
        if (other !== undefined && other > price + 0.0006) wrong.push(item);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('moves between generations and architectures', () => {
  const { columns, rows } = read('architecture-moves.json');
  const cell = (row: (typeof rows)[number], column: string) => row[columns.indexOf(column)];
  const machines = rows.filter(row =>
    ['ec2', 'gcp_compute', 'azure_vm'].includes(String(cell(row, 'service'))),
  );

  test('both prices of a move between machines are those of the book', () => {
    expect(machines.length).toBe(85);
    for (const row of machines) {
      for (const [name, price] of [
        ['from', 'fromPrice'],
        ['to', 'toPrice'],
      ] as const) {
        const fact = book.instancePrice(String(cell(row, name)), String(cell(row, 'region')), 'linux');
        expect(fact?.price, String(cell(row, name))).toBeCloseTo(Number(cell(row, price)), 5);
      }
    }
  });
});
