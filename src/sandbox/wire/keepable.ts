/** Text that PostgreSQL keeps, and opens again where it stands in JSON: without NUL and halves of surrogate pairs. */
export const isKeepable = (text: string): boolean =>
  !text.includes('\0') && !/[\ud800-\udfff]/u.test(text);

/** The first characters of a text, UTF-16 units at most; no pair of them is cut in two. */
export const cutText = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\ud800-\udbff]$/u, '');
