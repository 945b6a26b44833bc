/** `trimtab scenario list`: the exercises that ship with the program. */

import type { ScenarioListReport } from '../report/contract.ts';
import { scenariosText } from '../report/text/prices.ts';
import { loadScenario, scenarioIds } from '../scenario/pack.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION } from './command.ts';

export const scenarioList: Command = {
  name: 'scenario list',
  summary: 'Lists the scenarios that ship with the program.',
  positionals: '',
  arity: [0, 0],
  options: JSON_OPTION,
  async run(input) {
    const report: ScenarioListReport = {
      schema: 'trimtab/scenario-list/1',
      scenarios: scenarioIds().map(id => {
        const { title, summary } = loadScenario(id);
        return { id, title, summary };
      }),
    };
    if (input.flag('json')) printJson(input.io, report);
    else printLines(input.io, scenariosText(report, input.io.columns));
    return 0;
  },
};
