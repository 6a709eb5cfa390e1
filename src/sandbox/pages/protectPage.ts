import type { NextFunction, Request, Response } from 'express';

/** Headers of every page: no scripts, no frames, nothing kept, nothing told to the next page. */
export function protectPage(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    // The form may lead anywhere: a paid session redirects to its success_url, which browsers count as the form's action.
    'content-security-policy':
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https: http:",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
}
