/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Such as ×, ms, MB, /s. */
  readonly unit: string;
  /** What the value has to reach, where anything was promised of it. */
  readonly wanted?: { readonly atLeast: number } | { readonly atMost: number };
}

export interface Bench {
  /** How much of the full size is played: 1, or a little of it to see that it runs at all. */
  readonly scale: number;
  /** The number at this scale, and at least `atLeast`. */
  sized(full: number, atLeast?: number): number;
  /** A migrated PostgreSQL database of its own that waits for the disk as one in use does. */
  database(): Promise<{ readonly url: string }>;
  /** Called when all is over, last first. */
  atEnd(undo: () => Promise<void>): void;
  /** Tells whoever waits what goes on. */
  say(line: string): void;
}

/** One thing that is measured: a file in this folder, and a line in main.ts. Ratios within a run, since machines differ. */
export type Section = (bench: Bench) => Promise<Figure[]>;

export const isGood = ({ value, wanted }: Figure): boolean =>
  !wanted || ('atLeast' in wanted ? value >= wanted.atLeast : value <= wanted.atMost);
