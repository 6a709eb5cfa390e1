import type { ErrorRequestHandler } from 'express';
import { html } from './html.ts';
import type { LetterWords } from './letterTexts.ts';
import type { Log } from './log.ts';
import { nonceOf } from './pageSecurity.ts';
import type { Problem } from './problem.ts';
import { toProblem } from './problemHandler.ts';
import { publisherPage } from './publisherPage.ts';
import type { Publishers } from './readPublishers.ts';
import { requestIdOf } from './requestLog.ts';

export interface ReaderErrorPageDependencies {
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly log: Log;
}

const wordOf = ({ status }: Problem) => {
  if (status === 404) return 'signInOver';
  return status === 429 ? 'chargeBusy' : 'giftFailed';
};

/**
 * What goes wrong on a page that a letter leads to, as a page in the reader's language, for who reads HTML: programs go on
 * getting a problem. Whose page it would have been is not known of a link that is none; with one publisher it is theirs.
 */
export function readerErrorPage({
  publishers,
  words,
  log,
}: ReaderErrorPageDependencies): ErrorRequestHandler {
  const all = [...publishers.values()];
  return (error, req, res, next) => {
    // Without a nonce it was no page of ours.
    const isPage = res.locals.nonce !== undefined && req.accepts(['json', 'html']) === 'html';
    const speaker = publishers.get(req.path.split('/')[1]!) ?? all[0];
    if (!isPage || !speaker || res.headersSent) return next(error);
    const problem = toProblem(error);
    const requestId = requestIdOf(res);
    if (problem.status >= 500) log.error({ requestId, err: problem.cause ?? error }, 'page failed');
    if (problem.retryAfterS !== undefined) res.set('Retry-After', String(problem.retryAfterS));
    const [asked] = req.acceptsLanguages();
    const { locale, texts } = words(speaker, asked === '*' ? undefined : asked);
    const page = publisherPage({
      publisher: all.length === 1 || publishers.has(req.path.split('/')[1]!) ? speaker : undefined,
      locale,
      title: texts.problem,
      nonce: nonceOf(res),
      home: speaker.home,
      main: html`<h1>${texts.problem}</h1><p class="lead">${texts[wordOf(problem)]}</p>`,
    });
    res.status(problem.status).set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    });
    res.type('html').send(page);
  };
}
