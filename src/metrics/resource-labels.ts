/** Finds the resource that the labels of a series name. */

/** A resource as a label names it. */
export type NamedResource = {
  readonly id: string;
  /** Services of the ARN that may end with it; empty for any. */
  readonly services: readonly string[];
  /** True when the label can name nothing but a resource: it counts even where no bill is there to confirm it. */
  readonly isSure: boolean;
};

/** Labels that name a resource, best first, and the ARN services it may belong to. */
const LABELS: readonly (readonly [name: string, services: readonly string[]])[] = [
  ['resourcearn', []],
  ['arn', []],
  ['resourceid', []],
  ['instanceid', ['ec2']],
  ['ec2instanceid', ['ec2']],
  ['awsinstanceid', ['ec2']],
  ['volumeid', ['ec2']],
  ['natgatewayid', ['ec2']],
  ['dbinstanceidentifier', ['rds']],
  ['dbclusteridentifier', ['rds']],
  ['cacheclusterid', ['elasticache']],
  ['loadbalancer', ['elasticloadbalancing']],
  ['loadbalancername', ['elasticloadbalancing']],
  ['functionname', ['lambda']],
  ['tablename', ['dynamodb']],
  ['bucketname', ['s3']],
  ['domainname', ['es', 'opensearch']],
];

/** Labels that may name a machine and may as well be an address. */
const MACHINE_LABELS = ['providerid', 'instance', 'host', 'hostname', 'node', 'nodename', 'instancename'];

const AWS_ID = /^(?:i|vol|nat|eni|fs|snap|ami)-[0-9a-f]{8,17}$/;
const CONTROL = /\p{Cc}/u;
const ID_MAX = 2_048;

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isUsable(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value.length <= ID_MAX && !CONTROL.test(value);
}

/** `aws:///us-east-1a/i-0a1b2c3d` and `i-0a1b2c3d:9100` name the machine too. */
function machineOf(value: string): string {
  const tail = /^aws:\/\/.*\/([^/]+)$/.exec(value)?.[1] ?? value;
  return tail.replace(/:\d{1,5}$/, '');
}

function looksLikeId(value: string): boolean {
  return AWS_ID.test(value) || /^arn:[\w-]+:[\w-]+:/.test(value) || /^\/subscriptions\//i.test(value);
}

/** Services made of two names. */
function pairs(byName: ReadonlyMap<string, string>): readonly NamedResource[] {
  const of = (first: string, second: string, services: readonly string[]): readonly NamedResource[] => {
    const [a, b] = [byName.get(first), byName.get(second)];
    return isUsable(a) && isUsable(b) ? [{ id: `${a}/${b}`, services, isSure: true }] : [];
  };
  return [
    ...of('clustername', 'servicename', ['ecs']),
    ...of('namespace', 'pod', ['eks']),
    ...of('namespace', 'podname', ['eks']),
    ...of('kubenamespace', 'podname', ['eks']),
  ];
}

/**
 * What the labels may mean, best first.
 * @param words names in free text, which count only where they look like an id or the bill knows them
 */
export function namedResources(
  labels: Readonly<Record<string, string>>,
  words: readonly string[],
): readonly NamedResource[] {
  const byName = new Map(
    Object.entries(labels).map(([name, value]) => [plain(name).replace(/^dimension/, ''), value]),
  );
  const sure = LABELS.flatMap(([name, services]): NamedResource[] => {
    const value = byName.get(name);
    return isUsable(value) ? [{ id: value, services, isSure: true }] : [];
  });
  const machines = [...MACHINE_LABELS.map(name => byName.get(name)), byName.get('name')]
    .filter(isUsable)
    .map(machineOf);
  const guesses = [...machines, ...words.filter(isUsable)].map(id => ({
    id,
    services: [],
    isSure: looksLikeId(id),
  }));
  return [...sure, ...pairs(byName), ...guesses];
}
