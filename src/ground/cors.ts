import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';
import type { Publishers } from './readPublishers.ts';

/** Whether a page of this origin is the publisher's, or one of our own pages. */
export const isOriginOf = (
  publishers: Publishers,
  publisher: unknown,
  origin: string,
  publicUrl: string,
): boolean =>
  origin === new URL(publicUrl).origin ||
  (typeof publisher === 'string' && publishers.get(publisher)?.origins.includes(origin) === true);

/**
 * Lets the publisher's own pages, and no other site's, use what is kept about readers. Requests without an Origin
 * (servers, same-origin reads) pass: they carry no reader's browser. Mount at /v1/publishers/:publisher.
 */
export function publisherCors({
  publishers,
  publicUrl,
}: {
  publishers: Publishers;
  publicUrl: string;
}): RequestHandler<{ publisher?: string }> {
  return (req, res, next) => {
    res.vary('Origin');
    const origin = req.get('Origin');
    if (origin === undefined) return next();
    if (!isOriginOf(publishers, req.params.publisher, origin, publicUrl)) {
      if (req.params.publisher && !publishers.has(req.params.publisher)) return next();
      throw new Problem('forbidden_origin', {
        detail: `${origin} is not among the origins in the publisher’s file.`,
      });
    }
    res.set('Access-Control-Allow-Origin', origin);
    if (req.method !== 'OPTIONS') return next();
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key, Authorization',
      'Access-Control-Max-Age': '86400',
    });
    res.status(204).end();
  };
}
