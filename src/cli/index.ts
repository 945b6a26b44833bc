/** The commands, each loaded when it is called. */

import type { Command } from './command.ts';

/** A command's words and where it lives. */
export type CommandEntry = { readonly name: string; readonly summary: string; load(): Promise<Command> };

export const COMMANDS: readonly CommandEntry[] = [
  { name: 'play', summary: 'practise in the terminal', load: async () => (await import('./play.ts')).play },
  {
    name: 'bill import',
    summary: 'read bills into the workspace',
    load: async () => (await import('./bill-import.ts')).billImport,
  },
  {
    name: 'bill fetch',
    summary: 'ask Cost Explorer for a bill (AWS charges)',
    load: async () => (await import('./bill-fetch.ts')).billFetch,
  },
  {
    name: 'bill list',
    summary: 'what has been imported',
    load: async () => (await import('./bill-list.ts')).billList,
  },
  {
    name: 'bill remove',
    summary: 'take an imported bill out again',
    load: async () => (await import('./bill-remove.ts')).billRemove,
  },
  {
    name: 'bill findings',
    summary: 'what could not be read, and what it costs',
    load: async () => (await import('./bill-findings.ts')).billFindings,
  },
  {
    name: 'bill summary',
    summary: 'the bill by service, account, region, workload, ...',
    load: async () => (await import('./bill-summary.ts')).billSummary,
  },
  {
    name: 'bill addressable',
    summary: 'what of the bill a plan can touch',
    load: async () => (await import('./bill-addressable.ts')).billAddressable,
  },
  {
    name: 'bill why',
    summary: 'the charges behind a number, file and row',
    load: async () => (await import('./bill-why.ts')).billWhy,
  },
  {
    name: 'bill drivers',
    summary: 'what changed between two months, and why',
    load: async () => (await import('./bill-drivers.ts')).billDrivers,
  },
  {
    name: 'bill export',
    summary: 'the bill as a FOCUS file, checked',
    load: async () => (await import('./bill-export.ts')).billExport,
  },
  {
    name: 'metrics import',
    summary: 'read utilisation',
    load: async () => (await import('./metrics-import.ts')).metricsImport,
  },
  {
    name: 'opportunities',
    summary: 'what fits, ranked',
    load: async () => (await import('./opportunities.ts')).opportunities,
  },
  {
    name: 'plan check',
    summary: 'is a plan file sound?',
    load: async () => (await import('./plan-check.ts')).planCheck,
  },
  {
    name: 'plan show',
    summary: 'a plan with its defaults',
    load: async () => (await import('./plan-show.ts')).planShow,
  },
  {
    name: 'plan stress',
    summary: 'what is left of a plan when something happens',
    load: async () => (await import('./plan-stress.ts')).planStress,
  },
  {
    name: 'plan attribute',
    summary: 'which move saved what, and what the order costs',
    load: async () => (await import('./plan-attribute.ts')).planAttribute,
  },
  {
    name: 'plan why',
    summary: 'one move down to its resources',
    load: async () => (await import('./plan-why.ts')).planWhy,
  },
  {
    name: 'plan diff',
    summary: 'two plans in money, risk and effort',
    load: async () => (await import('./plan-diff.ts')).planDiff,
  },
  {
    name: 'plan realised',
    summary: 'a plan against a later bill',
    load: async () => (await import('./plan-realised.ts')).planRealised,
  },
  {
    name: 'plan backtest',
    summary: 'its forecast against the bills since',
    load: async () => (await import('./plan-backtest.ts')).planBacktest,
  },
  {
    name: 'simulate',
    summary: 'play a plan forward',
    load: async () => (await import('./simulate.ts')).simulate,
  },
  { name: 'score', summary: 'judge a plan', load: async () => (await import('./score.ts')).score },
  {
    name: 'commitments simulate',
    summary: 'what commitments do to hourly usage',
    load: async () => (await import('./commitments-simulate.ts')).commitmentsSimulate,
  },
  {
    name: 'commitments size',
    summary: 'how much to commit, and what that risks',
    load: async () => (await import('./commitments-size.ts')).commitmentsSize,
  },
  {
    name: 'reliability evaluate',
    summary: 'bad minutes, error budget and P(breach) of a risk register',
    load: async () => (await import('./reliability-evaluate.ts')).reliabilityEvaluate,
  },
  {
    name: 'reliability calibrate',
    summary: 'incidents against the default rates and lengths',
    load: async () => (await import('./reliability-calibrate.ts')).reliabilityCalibrate,
  },
  {
    name: 'prices get',
    summary: 'a price with its source and date',
    load: async () => (await import('./prices-get.ts')).pricesGet,
  },
  {
    name: 'prices refresh',
    summary: 'read the providers’ price lists',
    load: async () => (await import('./prices-refresh.ts')).pricesRefresh,
  },
  {
    name: 'prices import-spot',
    summary: 'spot prices of your own account',
    load: async () => (await import('./prices-import-spot.ts')).pricesImportSpot,
  },
  {
    name: 'prices override',
    summary: 'rates you have negotiated',
    load: async () => (await import('./prices-override.ts')).pricesOverride,
  },
  {
    name: 'prices age',
    summary: 'how old the prices are',
    load: async () => (await import('./prices-age.ts')).pricesAge,
  },
  {
    name: 'validate',
    summary: 'published examples against the engine',
    load: async () => (await import('./validate.ts')).validate,
  },
  { name: 'levers', summary: 'the catalogue', load: async () => (await import('./levers.ts')).levers },
  {
    name: 'scenario list',
    summary: 'the exercises that ship with it',
    load: async () => (await import('./scenario-list.ts')).scenarioList,
  },
  {
    name: 'scenario show',
    summary: 'story and target of an exercise',
    load: async () => (await import('./scenario-show.ts')).scenarioShow,
  },
  {
    name: 'doctor',
    summary: 'what is installed, what is missing',
    load: async () => (await import('./doctor.ts')).doctor,
  },
];
