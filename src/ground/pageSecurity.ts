import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** The nonce that this page's own styles and scripts carry. */
export const nonceOf = (res: Response): string => String(res.locals.nonce);

/**
 * Headers of a page of ours: a policy under which nothing runs, loads or leaves but what is named here, and Trusted
 * Types without a single policy. `formActions` are the origins that a form may lead to, redirects included, since
 * Chromium checks these too; `connects` those that scripts may ask; `frames` what may stand in frames of it, `framedBy` who may
 * frame it.
 */
export function pageSecurity({
  formActions = [],
  connects = [],
  frames = ["'none'"],
  framedBy = ["'none'"],
}: {
  formActions?: readonly string[];
  connects?: readonly string[];
  frames?: readonly string[];
  framedBy?: readonly string[];
} = {}): RequestHandler[] {
  const nonce = (_req: IncomingMessage, res: ServerResponse) =>
    `'nonce-${nonceOf(res as Response)}'`;
  return [
    (_req, res, next) => {
      res.locals.nonce = randomBytes(16).toString('base64');
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: [nonce, "'strict-dynamic'"],
          styleSrc: [nonce],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", ...connects],
          formAction: ["'self'", ...formActions],
          baseUri: ["'none'"],
          frameSrc: [...frames],
          frameAncestors: [...framedBy],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ["'none'"],
        },
      },
    }),
  ];
}
