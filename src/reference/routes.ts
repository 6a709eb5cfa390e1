import { createHash } from 'node:crypto';
import express, { type Router } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { pack, sendPacked } from '../appeal/packed.ts';
import { json, type Operation, page, type Sample } from '../ground/operation.ts';
import { describe } from './describe.ts';
import { pageStyle, referencePage } from './referencePage.ts';

const cacheControl = 'public, max-age=300';
// Large and seldom asked for: packed well enough, and fast.
const quality = 5;
const unchanged = { says: 'It is still what the ETag in `If-None-Match` stands for.' };

export const referenceOperations: Operation[] = [
  {
    id: 'openApi',
    method: 'get',
    path: '/openapi.json',
    section: 'Operation',
    summary: 'This description, as OpenAPI 3.1',
    answers: {
      200: json(z.looseObject({ openapi: z.string() }), 'The description.'),
      304: unchanged,
    },
  },
  {
    id: 'docs',
    method: 'get',
    path: '/docs',
    section: 'Operation',
    summary: 'This description, as a page',
    answers: { 200: page('The page.'), 304: unchanged },
  },
];

/** A page that is the same for everybody needs no nonce: its one style is named by its hash, and nothing else may be. */
const security = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: [`'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`],
      imgSrc: ['data:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
  },
});

/** The description of all operations at /openapi.json and, for people, at /docs; mount at the root. Made once, here. */
export function referenceRoutes(operations: readonly Operation[], sample: Sample): Router {
  const router = express.Router();
  const document = describe([...operations, ...referenceOperations], sample);
  const file = pack(
    JSON.stringify(document),
    'application/json; charset=utf-8',
    cacheControl,
    quality,
  );
  const text = pack(referencePage(document), 'text/html; charset=utf-8', cacheControl, quality);
  router.get('/openapi.json', (req, res) => sendPacked(req, res, file));
  router.get('/docs', security, (req, res) => sendPacked(req, res, text));
  return router;
}
