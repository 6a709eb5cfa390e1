import type { RequestHandler } from 'express';
import { Problem } from '../ground/problem.ts';
import { sameSecret } from '../ground/secrets.ts';

/** Lets in who shows one of the tokens as a bearer. Without tokens nobody gets in. */
export const requireBearer =
  (tokens: readonly string[]): RequestHandler =>
  (req, _res, next) => {
    const [scheme, token] = (req.get('Authorization') ?? '').split(' ');
    const known =
      scheme?.toLowerCase() === 'bearer' && token
        ? tokens.filter((one) => sameSecret(one, token))
        : [];
    if (known.length === 0) throw new Problem('unauthorized');
    next();
  };
