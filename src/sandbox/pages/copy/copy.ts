/** Every word of the hosted pages, in one language. `{amount}` and the like are filled in. */
export type Copy = typeof import('./en.json');

/** Fills the {names} of a text. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
