import type { Transact } from '../store/transact.ts';
import type { RequestFacts, Work } from '../store/work.ts';
import { pretty } from './answer.ts';
import { type Answered, createAnswerOnce } from './answerOnce.ts';
import { ApiError } from './apiError.ts';
import { type createExpand, expandPaths } from './expand.ts';
import { decodeForm, type Form } from './formDecode.ts';
import { type Answer, fingerprintOf, type KeyedRequest, type RequestKeys } from './requestKeys.ts';
import type { Route } from './route.ts';

/** A request once its headers are read. */
export interface ApiRequest {
  readonly id: string;
  readonly account: string;
  readonly apiVersion: string | null;
  readonly key: string | null;
  readonly text: string;
  readonly path: string;
}

export interface RunDeps {
  readonly transact: Transact;
  readonly requestKeys: RequestKeys;
  readonly expand: ReturnType<typeof createExpand>;
  readonly publicUrl: () => string;
}

/** Runs a route for a request: reading as it is, writing in one transaction with the answer kept under its key. */
export function createRun({ transact, requestKeys, expand, publicUrl }: RunDeps) {
  const answerOnce = createAnswerOnce(requestKeys);

  async function answerOf(
    route: Route,
    request: ApiRequest,
    form: Form,
    work: Work,
    path: Record<string, string>,
  ): Promise<Answer> {
    const expanding = expandPaths(form);
    const object = await route.run(work, { form, path, apiVersion: request.apiVersion });
    return { status: 200, body: pretty(await expand(work, object, expanding)) };
  }

  /** A refusal that keeps its work is an answer like any other; the rest undo the transaction. */
  function keptRefusal(error: unknown, request: ApiRequest): Answer {
    if (!(error instanceof ApiError && error.facts.keepsWork)) throw error;
    return {
      status: error.status,
      body: pretty(error.toBody(`${publicUrl()}/?request=${request.id}`)),
    };
  }

  async function write(
    route: Route,
    request: ApiRequest,
    form: Form,
    path: Record<string, string>,
    keyed: KeyedRequest | undefined,
  ) {
    const facts: RequestFacts = { id: request.id, idempotencyKey: request.key };
    return transact.writing(
      request.account,
      async (work, tx) => {
        const answer = await answerOf(route, request, form, work, path).catch((error: unknown) =>
          keptRefusal(error, request),
        );
        if (keyed) requestKeys.keep(tx, keyed, answer);
        return answer;
      },
      facts,
    );
  }

  return async function run(
    route: Route,
    request: ApiRequest,
    path: Record<string, string>,
  ): Promise<Answered> {
    const form = decodeForm(request.text);
    if (route.method === 'get' && !route.writes)
      return answerOf(route, request, form, transact.reading(request.account), path);
    if (request.key === null) return write(route, request, form, path, undefined);
    const keyed: KeyedRequest = {
      account: request.account,
      key: request.key,
      fingerprint: fingerprintOf(route.method, request.path, form),
      request: request.id,
    };
    return answerOnce(keyed, () => write(route, request, form, path, keyed));
  };
}
