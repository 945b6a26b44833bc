/** Bad minutes that one failure class, or one event that happens once, adds to simulated windows. */

import type { Stream, StreamKey } from './common-random-numbers.ts';
import {
  BLOCK_WINDOWS,
  createStream,
  drawPointCount,
  fillFrom,
  heightOfPoint,
  heightThreshold,
  PURPOSE,
  startStream,
  stripAt,
  uniformFrom,
  windowOfPoint,
} from './common-random-numbers.ts';
import type { Distribution } from './distribution.ts';
import type { Impact, RateAndSeverity } from './failure-class.ts';
import { expectedEvents, meanSeverity } from './failure-class.ts';
import type { Sampler } from './inverse-sampling.ts';
import { sampleAt, sampleInto, samplerOf } from './inverse-sampling.ts';
import { bunchingOf, drawBunchSize } from './overdispersion.ts';

/**
 * Outages of a class that are drawn one by one, per window at most: one in 42 minutes of a month. Above it fewer and larger
 * outages keep the mean and the variance, and what they lack in mean is certain; their skew is too large, but small by then.
 */
export const EVENTS_PER_WINDOW_MAX = 1024;

/** Windows `first` to `first + count - 1` of the endless row that a seed stands for. */
export type WindowRange = { readonly first: number; readonly count: number };

/** A class made ready for drawing. */
export type EventSource = {
  readonly key: StreamKey;
  /** Poisson points per window: outages, or bunches of them. */
  readonly rate: number;
  /** Parameter of the size of a bunch; null when outages come one by one. */
  readonly bunchP: number | null;
  /** Minutes of an outage before `scale` and `impact`. */
  readonly duration: Sampler;
  /** Share of requests when it is drawn; null when it is part of `scale`. */
  readonly impact: Sampler | null;
  readonly scale: number;
  /** Bad minutes of every window. */
  readonly certainMinutes: number;
};

function severityOf(impact: Impact, duration: Distribution) {
  const sampler = typeof impact === 'number' ? null : samplerOf(impact);
  const known = typeof impact === 'number' ? impact : sampler?.kind === 'certain' ? sampler.value : null;
  return { duration: samplerOf(duration), impact: known === null ? sampler : null, scale: known ?? 1 };
}

/** Makes a class ready. @param overdispersion r of a negative binomial count; null: Poisson */
export function eventSource(
  item: RateAndSeverity,
  windowMinutes: number,
  key: StreamKey,
  overdispersion: number | null,
): EventSource {
  const severity = severityOf(item.impact, item.duration);
  const expected = expectedEvents(item.ratePerYear, windowMinutes);
  const drawn = Math.min(expected, EVENTS_PER_WINDOW_MAX);
  if (overdispersion !== null) {
    const { bunches, p } = bunchingOf(drawn, overdispersion);
    // Bunched counts spread with their mean: larger outages keep that, no part is certain.
    const scale = drawn > 0 ? severity.scale * (expected / drawn) : severity.scale;
    return { key, rate: bunches, bunchP: p, ...severity, scale, certainMinutes: 0 };
  }
  const coarseness = drawn > 0 ? Math.sqrt(expected / drawn) : 1;
  const certainMinutes = meanSeverity(item) * (expected - drawn * coarseness);
  return {
    key,
    rate: drawn,
    bunchP: null,
    ...severity,
    scale: severity.scale * coarseness,
    certainMinutes: Math.max(0, certainMinutes),
  };
}

/** Points handled at a time. */
const CHUNK = 4096;

/** Room and streams for one simulation. */
export type Workspace = {
  readonly places: Uint32Array;
  readonly luck: Uint32Array;
  readonly minutes: Float64Array;
  readonly shares: Float64Array;
  readonly streams: Readonly<Record<keyof typeof PURPOSE, Stream>>;
};

/** A fresh workspace. */
export function createWorkspace(): Workspace {
  return {
    places: new Uint32Array(CHUNK),
    luck: new Uint32Array(CHUNK),
    minutes: new Float64Array(CHUNK),
    shares: new Float64Array(CHUNK),
    streams: {
      count: createStream(),
      place: createStream(),
      duration: createStream(),
      impact: createStream(),
      size: createStream(),
      more: createStream(),
    },
  };
}

/** Random numbers drawn with a workspace so far. */
export function numbersDrawn({ streams }: Workspace): number {
  return Object.values(streams).reduce((sum, { drawn }) => sum + drawn, 0);
}

/** Where the minutes of a block go. */
type Target = {
  readonly badMinutes: Float64Array;
  /** Index of the block's first window; windows outside the array are passed over. */
  readonly offset: number;
};

/** Severities of the next `count` outages, drawn for all of them so that luck stays with its outage. */
function drawSeverities(work: Workspace, source: EventSource, count: number): void {
  const { luck, minutes, shares, streams } = work;
  const { duration, impact, scale } = source;
  if (duration.kind === 'certain') minutes.fill(duration.value * scale, 0, count);
  else {
    fillFrom(streams.duration, luck, count);
    sampleInto(duration, luck, count, minutes);
    if (scale !== 1) for (let i = 0; i < count; i++) minutes[i] = (minutes[i] as number) * scale;
  }
  if (impact === null) return;
  fillFrom(streams.impact, luck, count);
  sampleInto(impact, luck, count, shares);
  for (let i = 0; i < count; i++) minutes[i] = (minutes[i] as number) * (shares[i] as number);
}

/** One outage more of a bunch. */
function drawMore({ streams, luck }: Workspace, { duration, impact, scale }: EventSource): number {
  fillFrom(streams.more, luck, 2);
  const minutes = sampleAt(duration, luck[0] as number) * scale;
  return impact === null ? minutes : minutes * sampleAt(impact, luck[1] as number);
}

/** Every point becomes a bunch: its first outage is there, the others are added. */
function growBunches(work: Workspace, source: EventSource, p: number, count: number): void {
  const uniform = () => uniformFrom(work.streams.size);
  for (let i = 0; i < count; i++) {
    let total = work.minutes[i] as number;
    for (let more = drawBunchSize(p, uniform) - 1; more > 0; more--) total += drawMore(work, source);
    work.minutes[i] = total;
  }
}

/** Adds points to their windows; those from `thinnedFrom` on only when they are below the threshold. Returns the minutes added. */
function addPoints(
  { places, minutes }: Workspace,
  points: { readonly count: number; readonly thinnedFrom: number; readonly threshold: number },
  { badMinutes, offset }: Target,
): number {
  const { length } = badMinutes;
  const { count, thinnedFrom, threshold } = points;
  let added = 0;
  for (let i = 0; i < count; i++) {
    const place = places[i] as number;
    if (i >= thinnedFrom && heightOfPoint(place) >= threshold) continue;
    const window = offset + windowOfPoint(place);
    if (window < 0 || window >= length) continue;
    const value = minutes[i] as number;
    badMinutes[window] = (badMinutes[window] as number) + value;
    added += value;
  }
  return added;
}

/** The outages of one block. Returns the minutes added. */
function addBlock(work: Workspace, source: EventSource, block: number, target: Target): number {
  startAll(work, source.key, block);
  let points = 0;
  let whole = 0;
  let top = stripAt(0);
  for (let index = 0; index === 0 || stripAt(index).low < source.rate; index++) {
    top = stripAt(index);
    whole = points;
    points += drawPointCount(work.streams.count, index);
  }
  const threshold = heightThreshold(top, source.rate);
  let added = 0;
  for (let done = 0; done < points; done += CHUNK) {
    const count = Math.min(CHUNK, points - done);
    fillFrom(work.streams.place, work.places, count);
    drawSeverities(work, source, count);
    if (source.bunchP !== null) growBunches(work, source, source.bunchP, count);
    added += addPoints(work, { count, thinnedFrom: whole - done, threshold }, target);
  }
  return added;
}

function startAll({ streams }: Workspace, key: StreamKey, block: number): void {
  startStream(streams.count, key, block, PURPOSE.count);
  startStream(streams.place, key, block, PURPOSE.place);
  startStream(streams.duration, key, block, PURPOSE.duration);
  startStream(streams.impact, key, block, PURPOSE.impact);
  startStream(streams.size, key, block, PURPOSE.size);
  startStream(streams.more, key, block, PURPOSE.more);
}

/** Calls for every block that a range touches. */
function eachBlock(range: WindowRange, visit: (block: number, offset: number) => void): void {
  const last = Math.floor((range.first + range.count - 1) / BLOCK_WINDOWS);
  for (let block = Math.floor(range.first / BLOCK_WINDOWS); block <= last; block++)
    visit(block, block * BLOCK_WINDOWS - range.first);
}

/** Adds the outages of a class to the windows of a range. Returns the minutes added, those that are certain included. */
export function addOutages(
  work: Workspace,
  source: EventSource,
  range: WindowRange,
  badMinutes: Float64Array,
): number {
  let added = source.certainMinutes * range.count;
  if (source.certainMinutes > 0)
    for (let i = 0; i < range.count; i++) badMinutes[i] = (badMinutes[i] as number) + source.certainMinutes;
  if (source.rate === 0) return added;
  eachBlock(range, (block, offset) => {
    added += addBlock(work, source, block, { badMinutes, offset });
  });
  return added;
}

/** Something that happens at most once in a window. */
export type OneOffSource = Pick<EventSource, 'key' | 'duration' | 'impact' | 'scale'> & {
  /** 0..1 */
  readonly probability: number;
};

/** Makes a one-off event ready. */
export function oneOffSource(
  event: { readonly probability: number; readonly impact: Impact; readonly duration: Distribution },
  key: StreamKey,
): OneOffSource {
  return { key, probability: event.probability, ...severityOf(event.impact, event.duration) };
}

/** Adds a one-off event to the windows of a range: it happens or not in each of them. Returns the minutes added. */
export function addOneOff(
  work: Workspace,
  source: OneOffSource,
  range: WindowRange,
  badMinutes: Float64Array,
): number {
  const events: EventSource = { ...source, rate: 0, bunchP: null, certainMinutes: 0 };
  const threshold = source.probability * 2 ** 32;
  let added = 0;
  eachBlock(range, (block, offset) => {
    startAll(work, source.key, block);
    fillFrom(work.streams.place, work.places, BLOCK_WINDOWS);
    drawSeverities(work, events, BLOCK_WINDOWS);
    const from = Math.max(0, -offset);
    const to = Math.min(BLOCK_WINDOWS, badMinutes.length - offset);
    for (let i = from; i < to; i++) {
      if ((work.places[i] as number) >= threshold) continue;
      const value = work.minutes[i] as number;
      badMinutes[offset + i] = (badMinutes[offset + i] as number) + value;
      added += value;
    }
  });
  return added;
}
