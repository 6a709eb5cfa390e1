import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

/** A public answer, the same for everybody, compressed once. */
export interface Packed {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

/** @param quality of brotli: the best, for what readers wait for; less for what is large and seldom asked for */
export function pack(
  body: string | Buffer,
  type: string,
  cacheControl: string,
  quality = 11,
): Packed {
  const plain = Buffer.from(body);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return {
    type,
    cacheControl,
    // Weak, since one tag stands for the same content in several encodings.
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params }),
  };
}

/** Sends it to any site's page: chunks are fetched with CORS, and pages with COEP need CORP. No cookie, nothing varies but the encoding. */
export function sendPacked(req: Request, res: Response, packed: Packed): void {
  res.set({
    'Cache-Control': packed.cacheControl,
    ETag: packed.etag,
    Vary: 'Accept-Encoding',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Timing-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
  });
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const encoding = (['br', 'gzip'] as const).find((one) => req.acceptsEncodings(one));
  if (encoding) res.set('Content-Encoding', encoding);
  const body = encoding ? packed[encoding === 'br' ? 'brotli' : 'gzip'] : packed.plain;
  res.set('Content-Type', packed.type).set('Content-Length', String(body.length));
  res.end(req.method === 'HEAD' ? undefined : body);
}
