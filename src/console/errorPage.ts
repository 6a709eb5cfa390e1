import type { ErrorRequestHandler } from 'express';
import { html } from '../ground/html.ts';
import type { Log } from '../ground/log.ts';
import { Problem } from '../ground/problem.ts';
import { toProblem } from '../ground/problemHandler.ts';
import { requestIdOf } from '../ground/requestLog.ts';
import { asProblem, isFinal } from '../ground/stripeProblem.ts';
import type { MemberVisit } from './door.ts';
import { visitOf } from './guard.ts';
import { link } from './pieces.ts';
import { doorPage, memberPage } from './shell.ts';
import type { Visit } from './visit.ts';
import { isWord, reasonIn, type Word } from './words.ts';

/** What Stripe says of a refusal names parameters and ids, no person: staff may read it. */
function stripeProblem(error: unknown): unknown {
  const problem = asProblem(error);
  return isFinal(error) && problem instanceof Problem
    ? new Problem('conflict', { detail: `Stripe: ${(error as Error).message}`, cause: error })
    : problem instanceof Problem && problem !== error
      ? new Problem(problem.type, { cause: error })
      : problem;
}

function hintFor(visit: Visit, problem: Problem, requestId: string): string {
  if (problem.status === 429)
    return visit.say('e429Hint', { minutes: Math.ceil((problem.retryAfterS ?? 60) / 60) });
  if (problem.detail) return problem.detail;
  if (problem.faults.length > 0)
    return problem.faults
      .map(({ at, says }) => `${at.slice(1)} ${reasonIn(visit.language, says)}`)
      .join('; ');
  const key = `e${problem.status}Hint`;
  return isWord(key) ? visit.say(key, { id: requestId }) : '';
}

const titleFor = (problem: Problem): Word => {
  const key = `e${problem.status}`;
  if (isWord(key)) return key;
  return problem.status >= 500 ? (problem.status === 502 ? 'e503' : 'e500') : 'e400';
};

/** What went wrong, as a page in the person's language that leads on; nothing of what broke inside is shown. */
export function errorPage({ log }: { log: Log }): ErrorRequestHandler {
  return (error, req, res, next) => {
    const problem = toProblem(stripeProblem(error));
    const visit = visitOf(res);
    // Nothing is known of who asks, or half the page is on its way: the plain answer has to do.
    if (!visit || res.headersSent) return next(error);
    const requestId = requestIdOf(res);
    if (problem.status >= 500)
      log.error(
        { requestId, problem: problem.type, err: problem.cause ?? error },
        'request failed',
      );
    if (problem.status === 401 && req.method === 'GET') {
      const to = req.originalUrl === '/console' ? '' : `?to=${encodeURIComponent(req.originalUrl)}`;
      return res.redirect(303, `/console/sign-in${to}`);
    }
    if (problem.retryAfterS !== undefined) res.set('Retry-After', String(problem.retryAfterS));
    const title = visit.say(titleFor(problem));
    const hint = hintFor(visit, problem, requestId);
    res.status(problem.status).send(
      visit.who
        ? memberPage(visit as MemberVisit, {
            title,
            lead: hint,
            body: html`<p>${link('/console', visit.say('overview'))}</p>`,
          })
        : doorPage(
            visit,
            title,
            html`<p class="lead">${hint}</p><p>${link('/console/sign-in', visit.say('signIn'))}</p>`,
          ),
    );
  };
}
