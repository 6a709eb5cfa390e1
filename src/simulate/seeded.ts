import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The first numbers of neighbouring seeds resemble each other; these are left out. */
const alike = 32;

/** Chance that falls the same way for the same seed. */
export function createSeeded(seed: number) {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < alike; i += 1) uniformInt(generator, 0, 1);
  /** A whole number, both ends included. */
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    between,
    /** @param perMille how often in a thousand */
    happens: (perMille: number): boolean => between(1, 1000) <= perMille,
    pick: <T>(from: readonly T[]): T => from[between(0, from.length - 1)]!,
  };
}

export type Seeded = ReturnType<typeof createSeeded>;
