import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** The largest body that a reader's request may have. */
export const bodyLimitBytes = 16 * 1024;

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  const hasBody =
    req.headers['transfer-encoding'] !== undefined ||
    Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && req.body === undefined) {
    throw new Problem('unsupported_media_type', {
      detail: 'Send application/json or application/x-www-form-urlencoded.',
    });
  }
  next();
};

/** Reads a JSON or form-encoded body; both end as a plain object of what was sent, to be validated. */
export const readBodies = (limit = bodyLimitBytes): RequestHandler[] => [
  express.json({ limit, type: ['application/json', 'application/*+json'] }),
  express.urlencoded({ limit, extended: false }),
  refuseOtherTypes,
];
