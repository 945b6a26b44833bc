/** What an hour of an EC2 instance costs under a commitment: the listed rate, else the rule that extends the lists. */

import type { CommitmentOffer, InstanceType, PriceFact } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { type CommitmentModel, commitmentModel, type ModelValue } from './commitment-model.ts';
import { type InstancePrices, toNano } from './instance-prices.ts';
import { type ListedRates, offerItem, type Rate } from './listed-rates.ts';
import type { UnitPrices } from './unit-prices.ts';
import { windowsSurcharge } from './windows-licence.ts';

/** An on-demand price with what the rules need of it. */
type OnDemand = {
  readonly type: InstanceType;
  readonly perHour: number;
  readonly source: string;
  readonly isAssumed: boolean;
};

/** What the rules are read from. */
type Context = {
  /** Rates that others are made out of: newer lists come first. */
  readonly newest: ListedRates;
  readonly model: CommitmentModel;
  readonly onDemand: OnDemand | null;
};

function weaker(a: Rate['confidence'], b: Rate['confidence']): Rate['confidence'] {
  return (a ?? 'C') > (b ?? 'C') ? a : b;
}

function joinSources(first: string, second: string): string {
  return [...new Set([...first.split('+'), second])].filter(id => id !== '').join('+');
}

/** A rate made out of another by a rule: never better than either. */
function applyRule(rate: Rate, factor: number, rule: ModelValue | { readonly note: string }): Rate {
  const isAssumed = rate.kind === 'assumed' || ('kind' in rule && rule.kind === 'assumed');
  return {
    perHour: rate.perHour * factor,
    kind: isAssumed ? 'assumed' : 'derived',
    confidence: 'confidence' in rule ? weaker(rate.confidence, rule.confidence) : rate.confidence,
    source: 'source' in rule ? joinSources(rate.source, rule.source) : rate.source,
    newer: rate.newer,
    notes: [...rate.notes, rule.note],
  };
}

/** On-demand less a discount of the model. */
function discounted(onDemand: OnDemand, discount: ModelValue): Rate {
  const kind = onDemand.isAssumed ? 'assumed' : 'derived';
  const start: Rate = {
    perHour: onDemand.perHour,
    kind,
    confidence: 'A',
    source: onDemand.source,
    newer: null,
    notes: [],
  };
  const percent = `${toNano(discount.value * 100)} % below on-demand`;
  return applyRule(start, 1 - discount.value, { ...discount, note: `${percent}: ${discount.note}` });
}

function byPayment(
  context: Context,
  offer: CommitmentOffer,
  formula: 'standard-ri' | 'convertible-ri',
): Rate | null {
  const noUpfront = linuxRate(context, { ...offer, payment: 'no-upfront' });
  if (noUpfront === null) return null;
  const factor = context.model.paymentFactor(formula, offer.termYears, offer.payment);
  return applyRule(noUpfront, factor, { note: `no-upfront price x ${toNano(factor)} for ${offer.payment}` });
}

function standardRate(context: Context, offer: CommitmentOffer): Rate | null {
  if (context.onDemand === null) return null;
  if (offer.payment !== 'no-upfront') return byPayment(context, offer, 'standard-ri');
  const { family } = context.onDemand.type;
  if (offer.termYears === 3) {
    const oneYear = linuxRate(context, { ...offer, termYears: 1 });
    const ratio = context.model.standardThreeYearRatio(family);
    if (oneYear === null || ratio === null) return null;
    return applyRule(oneYear, ratio.value, {
      ...ratio,
      note: `1-year price x ${ratio.value}: ${ratio.note}`,
    });
  }
  const discount = context.model.standardDiscount(family);
  return discount === null ? null : discounted(context.onDemand, discount);
}

function convertibleRate(context: Context, offer: CommitmentOffer): Rate | null {
  if (context.onDemand === null) return null;
  if (offer.payment !== 'no-upfront') return byPayment(context, offer, 'convertible-ri');
  const discount = context.model.convertibleDiscount(context.onDemand.type.family, offer.termYears);
  return discount === null ? null : discounted(context.onDemand, discount);
}

/**
 * Read for m6a and c5 only. Elsewhere assumed: a share of the discount that a standard reservation of the same type and term
 * gives, because the measured plans lie well below reservations and the advertised maximum is no rate.
 */
function computePlanRate(context: Context, offer: CommitmentOffer): Rate | null {
  const { onDemand, model } = context;
  if (onDemand === null) return null;
  const measured = model.computeDiscount(onDemand.type.family, offer.termYears, offer.payment);
  if (measured !== null) return discounted(onDemand, measured);
  // The measured payment steps are those of convertible reservations, to 0.5 %.
  if (offer.payment !== 'no-upfront') return byPayment(context, offer, 'convertible-ri');
  const reservation = linuxRate(context, { ...offer, offering: 'standard-ri' });
  if (reservation === null) return null;
  const share = model.computeShare(offer.termYears);
  const discount = share.value * (1 - reservation.perHour / onDemand.perHour);
  const note = `assumed discount ${(discount * 100).toFixed(1)} % = ${share.value} x that of a standard reservation; ${share.note}`;
  return { ...applyRule(reservation, 1, { ...share, note }), perHour: onDemand.perHour * (1 - discount) };
}

/** @param listed where the offer itself is looked for; what it is made out of comes from the newest list */
function linuxRate(context: Context, offer: CommitmentOffer, listed = context.newest): Rate | null {
  const found = listed.find(offer, context.onDemand?.perHour ?? null);
  if (found !== null) return found;
  switch (offer.offering) {
    case 'standard-ri':
      return standardRate(context, offer);
    case 'convertible-ri':
      return convertibleRate(context, offer);
    case 'compute-savings-plan':
      return computePlanRate(context, offer);
    case 'ec2-instance-savings-plan': {
      const reservation = linuxRate(context, { ...offer, offering: 'standard-ri' });
      return (
        reservation &&
        applyRule(reservation, 1, { note: 'equal to the standard reservation of the same term and payment' })
      );
    }
  }
}

function windowsRate(context: Context, offer: CommitmentOffer, units: UnitPrices): Rate | null {
  const linux = linuxRate(context, { ...offer, operatingSystem: 'linux' });
  const surcharge = context.onDemand && windowsSurcharge(units, context.onDemand.type);
  if (linux === null || surcharge === null) return null;
  const rate = applyRule(linux, 1, { note: `${surcharge.note}, which no commitment discounts` });
  return {
    ...rate,
    perHour: rate.perHour + surcharge.perHour,
    kind: surcharge.kind === 'assumed' ? 'assumed' : rate.kind,
  };
}

/** What the rates are made of. */
export type RateInputs = {
  readonly files: BookFiles;
  readonly instances: InstancePrices;
  readonly listed: ListedRates;
  readonly newest: ListedRates;
  readonly units: UnitPrices;
};

/** The fact of a rate; one that was made out of a newer list has its address and date. */
function factOf(files: BookFiles, offer: CommitmentOffer, rate: Rate): PriceFact {
  const { perHour, kind, confidence, source, newer, notes } = rate;
  const named = {
    provider: 'aws',
    service: 'ec2',
    item: offerItem(offer),
    region: offer.region,
    unit: 'hour',
    price: toNano(perHour),
    kind,
    confidence,
    note: notes.length === 0 ? null : notes.join('; '),
  };
  if (newer === null) return files.fact({ ...named, source });
  const origins = [newer.source, ...(source === '' ? [] : [files.source(source).origin])];
  const { date, licence } = newer;
  return { ...named, currency: 'USD', source: origins.join('; with '), date, licence };
}

/** @returns the lookup of `PriceBook.commitmentRate`; AWS only: other providers have other offers. */
export function commitmentRates({
  files,
  instances,
  listed,
  newest,
  units,
}: RateInputs): (offer: CommitmentOffer) => PriceFact | null {
  let model: CommitmentModel | null = null;
  const onDemandOf = (offer: CommitmentOffer): OnDemand | null => {
    const instance = instances.find(offer.instanceType, offer.region);
    const price = instances.price(offer.instanceType, offer.region, 'linux');
    if (instance?.provider !== 'aws' || price === null) return null;
    return {
      type: instance.type,
      perHour: price.price,
      source: instance.row.text('source'),
      isAssumed: price.kind === 'assumed',
    };
  };
  return offer => {
    const { operatingSystem, region } = offer;
    if (operatingSystem !== 'linux' && operatingSystem !== 'windows') return null;
    model ??= commitmentModel(files);
    const context: Context = { newest, model, onDemand: onDemandOf(offer) };
    const windowsOnDemand = instances.price(offer.instanceType, region, 'windows')?.price ?? null;
    const rate =
      operatingSystem === 'linux'
        ? linuxRate(context, offer, listed)
        : (listed.find(offer, windowsOnDemand) ?? windowsRate(context, offer, units));
    return rate === null ? null : factOf(files, offer, rate);
  };
}
