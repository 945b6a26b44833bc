/** Seeded random numbers: one stream per (seed, name), so that a new consumer never shifts another's luck. */

/** A stream of random numbers. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [low, high]. */
  integer(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
  /** PERT between low and high with the given mode (alpha = 1 + 4(m-l)/(h-l), beta = 1 + 4(h-m)/(h-l)). */
  pert(low: number, mode: number, high: number): number;
};

/** 128 bits of state out of a text, by the mixing of MurmurHash3 (public domain, Austin Appleby). */
function hashSeed(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return [(h1 ^ h2 ^ h3 ^ h4) >>> 0, (h2 ^ h1) >>> 0, (h3 ^ h1) >>> 0, (h4 ^ h1) >>> 0];
}

/** xoshiro128** (Blackman and Vigna, public domain), 32 bits a step. */
function xoshiro128(state: [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  if ((a | b | c | d) === 0) d = 1;
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** Gamma(shape, 1) for shape >= 1, by Marsaglia and Tsang (2000). */
function gamma(shape: number, uniform: () => number, normal: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = uniform();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * The stream of this name under this seed; the same pair gives the same numbers on every machine.
 * @param name what the numbers are for, for example `checkout/savings`
 */
export function randomStream(seed: number | string, name: string): Random {
  const step = xoshiro128(hashSeed(`${seed}\u0000${name}`));
  // 53 bits out of two steps: the full resolution of a double.
  const next = () => ((step() >>> 5) * 67108864 + (step() >>> 6)) / 9007199254740992;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pert: (low, mode, high) => {
      if (high <= low) return low;
      const alpha = 1 + (4 * (mode - low)) / (high - low);
      const beta = 1 + (4 * (high - mode)) / (high - low);
      const x = gamma(alpha, next, normal);
      return low + ((high - low) * x) / (x + gamma(beta, next, normal));
    },
  };
}
