import type { NextFunction, Request, Response } from 'express';
import type { Log } from '../../ground/log.ts';
import { ApiError } from '../wire/apiError.ts';
import { voiceFor } from './copy/copyFor.ts';
import { missingPage } from './endings.ts';
import { endingPage } from './page.ts';
import { protectPage } from './protectPage.ts';

/** An address that no database could look up leads nowhere. */
export function refuseOddAddress(req: Request, res: Response, next: NextFunction): void {
  // The API says so in its own shape.
  if (req.path.startsWith('/v1/') || !req.path.includes('%00')) next();
  else protectPage(req, res, () => missingPage(req, res));
}

/** 400 and the like for what the request brought, as we or a parser of bodies say; anything else is our own fault. */
function statusOf(error: unknown): number {
  if (error instanceof ApiError) return error.status;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** The last handler of the sandbox: a page that says that it went wrong, and nothing of what broke inside. */
export function createFailedPage(log: Log) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 500) log.error({ err: error }, 'the sandbox failed to show a page');
    const voice = voiceFor(null, req.get('accept-language'));
    const { failedTitle: title, failed: text } = voice.copy.over;
    protectPage(req, res, () => void res.status(status).send(endingPage(voice, { title, text })));
  };
}
