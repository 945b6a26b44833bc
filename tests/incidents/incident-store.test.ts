/** The incident history of a workspace: what is written is read back, newer reports win, damage is refused. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Incident, NO_HISTORY } from '../../src/incidents/incident.ts';
import { addIncidents, loadIncidents, mergeHistory } from '../../src/incidents/incident-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-incidents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const incident = (id: string, createdAt: string, minutes: number | null): Incident => ({
  id,
  service: 'shop',
  urgency: null,
  createdAt,
  minutes,
  acknowledgedMinutes: 1,
});
const OPEN = incident('A', '2026-02-01T00:00:00.000Z', null);
const RESOLVED = incident('A', '2026-02-01T00:00:00.000Z', 15);
const EARLIER = incident('B', '2026-01-01T00:00:00.000Z', 5);

test('a workspace without incidents has an empty history', () => {
  expect(loadIncidents(join(folder, 'nothing'))).toEqual(NO_HISTORY);
});

test('what was added is there again, in the order of time, and nothing else is left in the folder', () => {
  addIncidents(folder, { incidents: [OPEN], from: '2026-01-15', until: null });
  const all = addIncidents(folder, {
    incidents: [RESOLVED, EARLIER],
    from: '2026-01-01',
    until: '2026-02-28',
  });

  expect(all).toEqual({ incidents: [EARLIER, RESOLVED], from: '2026-01-01', until: '2026-02-28' });
  expect(loadIncidents(folder)).toEqual(all);
  expect(readdirSync(folder)).toEqual(['incidents.json']);
});

test('importing the same twice changes nothing', () => {
  const once = { incidents: [RESOLVED], from: null, until: '2026-03-01' };
  expect(mergeHistory(mergeHistory(NO_HISTORY, once), once)).toEqual(once);
});

describe('is refused', () => {
  test.each([
    ['no JSON', '{'],
    ['another version', '{"schema": "trimtab/incidents/2", "from": null, "until": null, "incidents": []}'],
    [
      'a day that is none',
      '{"schema": "trimtab/incidents/1", "from": "2026-02-30", "until": null, "incidents": []}',
    ],
    [
      'a negative length',
      JSON.stringify({
        schema: 'trimtab/incidents/1',
        from: null,
        until: null,
        incidents: [{ ...RESOLVED, minutes: -1 }],
      }),
    ],
  ])('%s', (_what, text) => {
    writeFileSync(join(folder, 'incidents.json'), text);
    expect(() => loadIncidents(folder)).toThrow(
      expect.objectContaining({ code: 'incidents-damaged', exitCode: 3 }),
    );
  });
});
