import type { Request } from 'express';

/** What an address asks for. A field of a form that was left empty asks for nothing. */
export const askedOf = (req: Request): Record<string, unknown> =>
  Object.fromEntries(Object.entries(req.query).filter(([, value]) => value !== ''));
