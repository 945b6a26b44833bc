/** What a refresh reads: which lists of which provider, for which services and Regions. */

import { UserError } from '../engine/errors.ts';
import { escapeControl } from '../engine/text.ts';
import type { EmbeddedPriceBook } from '../prices/embedded-book.ts';
import { AWS_SERVICES, type AwsService } from './aws-offers.ts';
import { AWS_PRICES, type AwsRequest, readAwsPrices } from './aws-prices.ts';
import { readSavingsPlans } from './aws-savings-plans.ts';
import { AWS_SPOT_ADVISOR, readSpotAdvisor } from './aws-spot.ts';
import { AZURE_PRICES, readAzurePrices } from './azure-prices.ts';
import { GOOGLE_PRICES, readGooglePrices } from './google-prices.ts';
import type { PlainMachine } from './google-skus.ts';
import type { RefreshPart } from './refresh.ts';
import { endpointOf, type RequestPolicy } from './requests.ts';

/** A provider with a public price list. */
export type PriceProvider = 'aws' | 'gcp' | 'azure';

/** What a person asks for. */
export type RefreshRequest = {
  readonly provider: PriceProvider;
  /** Empty: the Regions of the book. */
  readonly regions: readonly string[];
  /** Empty: every service that can be read. */
  readonly services: readonly string[];
  /** Null: the provider's own address. */
  readonly endpoint: string | null;
  /** Google only; goes to its client and is kept nowhere. */
  readonly apiKey: string | null;
  readonly book: EmbeddedPriceBook;
  /** The book with what has been read up to now: spot savings are taken off the newest on-demand prices. */
  readonly current: () => EmbeddedPriceBook;
  readonly policy: RequestPolicy;
  readonly now: Date;
};

/** Services of the book that can be read from each provider. */
export const REFRESH_SERVICES: Readonly<Record<PriceProvider, readonly string[]>> = {
  aws: [...Object.keys(AWS_SERVICES), 'ec2-savings-plans', 'ec2-spot'],
  gcp: ['compute-engine'],
  azure: ['virtual-machines'],
};

const ADDRESS = { aws: AWS_PRICES, gcp: GOOGLE_PRICES, azure: AZURE_PRICES } as const;
const MACHINES = { aws: 'ec2', gcp: 'compute-engine', azure: 'virtual-machines' } as const;
const REGION = /^[a-z][a-z0-9-]{1,39}$/;

function usage(message: string, hint: string): UserError {
  return new UserError({ code: 'usage', message: escapeControl(message), hint, exitCode: 2 });
}

function regionsOf({ regions, book, provider }: RefreshRequest): readonly string[] {
  const wrong = regions.find(region => !REGION.test(region));
  if (wrong !== undefined)
    throw usage(`${wrong.slice(0, 60)} is no Region.`, 'Regions are written like eu-west-1 or westeurope.');
  if (regions.length > 0) return [...new Set(regions)];
  const facts = book.findPrices({ words: ['linux'], provider, service: MACHINES[provider] });
  return [...new Set(facts.map(({ region }) => region))].sort();
}

function servicesOf({ services, provider }: RefreshRequest): readonly string[] {
  const known = REFRESH_SERVICES[provider];
  const wrong = services.find(service => !known.includes(service));
  if (wrong !== undefined)
    throw usage(`${wrong.slice(0, 60)} cannot be read from ${provider}.`, `Services: ${known.join(', ')}.`);
  return services.length === 0 ? known : [...new Set(services)];
}

/** Machines of the book that are sold by vCPU and memory alone; accelerators and local disks have prices of their own. */
function plainMachines(book: EmbeddedPriceBook, region: string): readonly PlainMachine[] {
  const facts = book.findPrices({ words: ['linux'], provider: 'gcp', service: 'compute-engine', region });
  const names = new Set(facts.map(({ item }) => item.split(' ')[0] ?? ''));
  return [...names].flatMap(name => {
    const type = book.instanceType(name, region);
    if (!type || type.accelerators > 0 || type.localNvmeGb !== null) return [];
    return { name, series: type.family, vcpus: type.vcpus, memoryGib: type.memoryGib };
  });
}

type AwsContext = Pick<AwsRequest, 'endpoint' | 'policy' | 'now'>;

/** Offers of one Region; two services of one offer are in one file, which is read once. */
function offerParts(
  context: AwsContext,
  region: string,
  services: readonly string[],
): readonly RefreshPart[] {
  const offered = services.filter((name): name is AwsService => Object.hasOwn(AWS_SERVICES, name));
  const byOffer = [...Map.groupBy(offered, service => AWS_SERVICES[service]).values()];
  return byOffer.map(together => ({
    name: `aws ${together.join(' and ')} ${region}`,
    places: together.map(service => ({ provider: 'aws' as const, service, region })),
    read: onRead => readAwsPrices({ ...context, region, services: together, onRead }),
  }));
}

/** Lists that have a part of EC2's prices and stand at addresses of their own. */
function partLists(request: RefreshRequest, context: AwsContext, region: string): readonly RefreshPart[] {
  const part = (service: string, read: RefreshPart['read']): RefreshPart => ({
    name: `aws ${service} ${region}`,
    places: [{ provider: 'aws', service, region }],
    read,
  });
  const advisor = request.endpoint === null ? new URL(AWS_SPOT_ADVISOR) : context.endpoint;
  return [
    part('ec2-savings-plans', onRead => readSavingsPlans({ ...context, region, onRead })),
    part('ec2-spot', onRead => {
      const onDemand = request.current().instancePrice;
      return readSpotAdvisor({ ...context, endpoint: advisor, region, onDemand, onRead });
    }),
  ];
}

function awsParts(request: RefreshRequest, endpoint: URL): readonly RefreshPart[] {
  const { policy, now } = request;
  const context = { endpoint, policy, now };
  const services = servicesOf(request);
  return regionsOf(request).flatMap(region => [
    ...offerParts(context, region, services),
    ...partLists(request, context, region).filter(({ places }) =>
      places.some(({ service }) => services.includes(service)),
    ),
  ]);
}

function googleParts(request: RefreshRequest, endpoint: URL): readonly RefreshPart[] {
  const { book, policy, now, apiKey } = request;
  servicesOf(request);
  const machines = new Map(regionsOf(request).map(region => [region, plainMachines(book, region)]));
  const unknown = [...machines].find(([, list]) => list.length === 0)?.[0];
  if (unknown !== undefined) {
    const hint = 'Google lists prices of vCPUs and memory; which machines there are is read from the book.';
    throw usage(`The book has no machines of ${unknown}.`, hint);
  }
  const place = { provider: 'gcp', service: 'compute-engine' } as const;
  return [
    {
      name: 'gcp compute-engine',
      places: [...machines.keys()].map(region => ({ ...place, region })),
      read: onRead => readGooglePrices({ endpoint, apiKey, machines, policy, now, onRead }),
    },
  ];
}

function azureParts(request: RefreshRequest, endpoint: URL): readonly RefreshPart[] {
  const { policy, now } = request;
  servicesOf(request);
  return regionsOf(request).map(region => ({
    name: `azure virtual-machines ${region}`,
    places: [{ provider: 'azure' as const, service: 'virtual-machines', region }],
    read: onRead => readAzurePrices({ endpoint, region, policy, now, onRead }),
  }));
}

/** The readings of a request. @throws UserError (usage) for Regions and services that cannot be read */
export function refreshParts(request: RefreshRequest): readonly RefreshPart[] {
  const endpoint = endpointOf(request.endpoint ?? ADDRESS[request.provider]);
  if (request.provider === 'aws') return awsParts(request, endpoint);
  return request.provider === 'gcp' ? googleParts(request, endpoint) : azureParts(request, endpoint);
}
