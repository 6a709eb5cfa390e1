import type { NextFunction, Request, Response } from 'express';
import { voiceFor } from './copy/copyFor.ts';
import { endingPage } from './page.ts';

/**
 * Refuses forms that other sites send. Addresses of these pages are secrets already, so that nobody else could; but a page
 * whose address leaked is not to be pressed by another.
 */
export function refuseForeignPosts(req: Request, res: Response, next: NextFunction): void {
  const from = req.get('sec-fetch-site');
  const isForeign = req.method === 'POST' && (from === 'cross-site' || from === 'same-site');
  if (!isForeign) {
    next();
    return;
  }
  const voice = voiceFor(null, req.get('accept-language'));
  const { over } = voice.copy;
  res.status(403).send(endingPage(voice, { title: over.missingTitle, text: over.missing }));
}

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
