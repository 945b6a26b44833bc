/** Parameters of a lever as data: the plan reader checks them, the screens build their fields from them. */

type Described = {
  readonly label: string;
  /** Unit shown beside the field, for example `%`, `hour`, `USD/h`. */
  readonly unit: string;
  /** What it means and where its default comes from. */
  readonly description: string;
};

export type NumberParam = Described & {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
};
export type ChoiceParam<Choice extends string = string> = Described & {
  readonly kind: 'choice';
  readonly default: Choice;
  readonly choices: readonly Choice[];
};
export type BooleanParam = Described & { readonly kind: 'boolean'; readonly default: boolean };

export type Param = NumberParam | ChoiceParam | BooleanParam;
export type ParamSchema = Readonly<Record<string, Param>>;

/** Type of a parameter's value. */
export type ParamValue<P extends Param> = P extends NumberParam
  ? number
  : P extends BooleanParam
    ? boolean
    : P extends ChoiceParam<infer Choice>
      ? Choice
      : never;
export type ParamValues<Schema extends ParamSchema> = {
  readonly [Name in keyof Schema]: ParamValue<Schema[Name]>;
};

/** A number within limits. */
export function numberParam(param: Omit<NumberParam, 'kind'>): NumberParam {
  return { kind: 'number', ...param };
}

/** One of a few words. */
export function choiceParam<const Choice extends string>(
  param: Omit<ChoiceParam<Choice>, 'kind'>,
): ChoiceParam<Choice> {
  return { kind: 'choice', ...param };
}

/** Yes or no. */
export function booleanParam(param: Omit<BooleanParam, 'kind'>): BooleanParam {
  return { kind: 'boolean', ...param };
}

/** Default values of a schema. */
export function defaultParams(schema: ParamSchema): Record<string, number | string | boolean> {
  return Object.fromEntries(Object.entries(schema).map(([name, param]) => [name, param.default]));
}

/** Why a value does not fit a parameter; null when it fits. */
export function paramProblem(param: Param, value: unknown): string | null {
  switch (param.kind) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      return value < param.min || value > param.max
        ? `must be between ${param.min} and ${param.max} ${param.unit}`.trim()
        : null;
    case 'choice':
      return param.choices.some(choice => choice === value)
        ? null
        : `must be one of ${param.choices.join(', ')}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
  }
}
