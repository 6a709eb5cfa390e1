import type { Request } from 'express';

/** The country of a request, as two capital letters, from the header that the operator's proxy sets; undefined where none is set or known. */
export function countryOf(req: Request, countryHeader: string | undefined): string | undefined {
  const value = countryHeader ? req.get(countryHeader)?.toUpperCase() : undefined;
  // Proxies say XX or T1 where they do not know.
  return value && /^[A-Z]{2}$/.test(value) && value !== 'XX' ? value : undefined;
}
