// What stands in an article's way. Pure: the widget asks it in the browser, POST P/decision on the server.

/** `free`: neither wall nor appeal. `appeal`: no wall. `metered`: so many a month. `supporters`: for them alone. */
export const wallModes = ['free', 'appeal', 'metered', 'supporters'] as const;
export type WallMode = (typeof wallModes)[number];

/** A mode for the articles that match every part that is named. */
export interface WallRule {
  readonly mode: WallMode;
  readonly sections?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface WallRules {
  /** Where no rule fits. */
  readonly mode: WallMode;
  readonly rules: readonly WallRule[];
}

/**
 * Whether a wall may stand where the reader is. It asks for money: where giving is a crime, or may be one since the country
 * is not known, there is none.
 */
export const mayWall = (barred: readonly string[], country: string | undefined): boolean =>
  barred.length === 0 || (!!country && !barred.includes(country));

/** The mode of an article: that of the first rule that fits. */
export function modeOf(
  { mode, rules }: WallRules,
  { sections, tags }: { sections: readonly string[]; tags: readonly string[] },
): WallMode {
  const fits = (wanted: readonly string[] | undefined, has: readonly string[]) =>
    !wanted || wanted.some((one) => has.includes(one));
  const rule = rules.find((one) => fits(one.sections, sections) && fits(one.tags, tags));
  return rule ? rule.mode : mode;
}
