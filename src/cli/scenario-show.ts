/** `trimtab scenario show`: the story and the target of one exercise. */

import { targetText } from '../report/target-text.ts';
import { wrap } from '../report/text/table.ts';
import { loadScenario } from '../scenario/pack.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION } from './command.ts';

export const scenarioShow: Command = {
  name: 'scenario show',
  summary: 'Shows the story, target and team of a scenario.',
  positionals: 'NAME',
  arity: [1, 1],
  options: JSON_OPTION,
  async run(input) {
    const { io, positionals } = input;
    const { id, title, summary, story, target, team, guardrails, plans } = loadScenario(positionals[0] ?? '');
    if (input.flag('json')) {
      printJson(io, {
        schema: 'trimtab/scenario-show/1',
        id,
        title,
        summary,
        story,
        target,
        guardrails,
        team,
        plans: Object.keys(plans),
      });
      return 0;
    }
    printLines(io, [
      title,
      '',
      ...wrap(story.trim(), io.columns),
      '',
      `Target: ${targetText(target)}`,
      `Team: ${team.engineers} engineers, ${team.engineerDaysPerMonth} engineer-days a month for this.`,
    ]);
    return 0;
  },
};
