import type { Request } from 'express';

/** The country of a request, as two capital letters, from the header that the operator's proxy sets; undefined where none is set or known. */
export function countryOf(req: Request, countryHeader: string | undefined): string | undefined {
  const value = countryHeader ? req.get(countryHeader)?.toUpperCase() : undefined;
  // Proxies say XX or T1 where they do not know.
  return value && /^[A-Z]{2}$/.test(value) && value !== 'XX' ? value : undefined;
}

/**
 * Whether a request may come from one of these places. Where the operator's proxy is to say the country, and does not know
 * it, the reader may be anywhere; where no proxy says it, nobody is taken to be anywhere.
 */
export function mayComeFrom(
  req: Request,
  countryHeader: string | undefined,
  places: readonly string[],
): boolean {
  if (countryHeader === undefined) return false;
  const country = countryOf(req, countryHeader);
  return country ? places.includes(country) : places.length > 0;
}
