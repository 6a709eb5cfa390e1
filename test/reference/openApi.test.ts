import type { Server } from 'node:http';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { furnishedHouse } from '../../src/furnishedHouse.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createHttpServer } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import type { OpenApi } from '../../src/reference/openApi.ts';
import type { Rooms } from '../../src/rooms.ts';
import { routesOf } from '../../src/routesOf.ts';
import { createSandboxServer } from '../../src/sandboxServer.ts';
import { serviceEnvironment } from '../harness/service.ts';
import { createJudge } from '../judges/answers/createJudge.ts';
import { allOperations, describeAll } from '../judges/answers/describeAll.ts';

const token = 'token-of-finance-0123456789';
let rooms: Rooms;
let app: Express;
let server: Server;
let document: OpenApi;
let sandbox: ReturnType<typeof createSandboxServer>;
let remove = async () => {};
beforeAll(async () => {
  const environment = await serviceEnvironment('embedded');
  remove = environment.remove;
  rooms = await furnishedHouse(readConfig(environment.variables), { log: createLog('silent') });
  const sandboxUrl = `http://127.0.0.1:${rooms.config.sandboxPort}`;
  sandbox = createSandboxServer(rooms, sandboxUrl);
  await sandbox.listen();
  app = routesOf({
    rooms,
    assetsDir: join(import.meta.dirname, '../../dist/widget'),
    financeTokens: [token],
    sandboxUrl,
    phase: () => 'ready',
  });
  server = createHttpServer(app);
  document = (await request(server).get('/openapi.json').expect(200)).body as OpenApi;
}, 180_000);
afterAll(async () => {
  await sandbox?.stop();
  await rooms?.stores.close();
  await remove();
});

interface Layer {
  readonly rawPath?: string;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every route that Express has, as "get /v1/publishers/:publisher/gift". */
function routesIn(stack: readonly Layer[], mount = ''): string[] {
  return stack.flatMap(({ rawPath = '/', route, handle }) => {
    if (route)
      return Object.keys(route.methods)
        .filter((method) => method !== '_all')
        .map((method) => `${method} ${mount}${route.path}`);
    return handle.stack ? routesIn(handle.stack, `${mount}${rawPath}`.replace(/\/+$/, '')) : [];
  });
}

// Pages for people, which say of themselves what they take.
const undescribed = /^\w+ \/(console|preview|demo)(\/|$)/;

test('every route is described, and nothing that is no route', () => {
  const routes = routesIn((app as unknown as { router: { stack: Layer[] } }).router.stack)
    .filter((one) => !undescribed.test(one))
    .sort();
  expect(routes.length).toBeGreaterThan(55);
  const described = allOperations.map(({ method, path }) => `${method} ${path}`).sort();
  expect(described).toEqual([...new Set(routes)]);
  expect(new Set(allOperations.map(({ id }) => id)).size).toBe(allOperations.length);
});

test('the description is OpenAPI 3.1 by its own schema', async () => {
  const { valid, errors } = await new Validator({ strict: false }).validate({ ...document });
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test('it says the same to every caller, packed, and nothing to who has it already', async () => {
  const { headers } = await request(server).get('/openapi.json').set('Accept-Encoding', 'br');
  expect(headers).toMatchObject({ 'content-encoding': 'br', etag: expect.stringMatching(/^W\/"/) });
  expect(headers['content-type']).toMatch(/^application\/json/);
  const again = await request(server).get('/openapi.json').set('If-None-Match', headers.etag!);
  expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
});

test('no answer is left open, and every key says whose it is', () => {
  for (const { operationId, responses } of Object.values(document.paths).flatMap((item) =>
    Object.values(item),
  ))
    for (const { content = {} } of Object.values(responses))
      for (const { schema } of Object.values(content))
        expect(Object.keys(schema), operationId).not.toEqual([]);
  expect(document.paths['/v1/publishers/{publisher}/gift']!.patch!.security).toEqual([
    { supporterKey: [] },
  ]);
  expect(document.paths['/v1/finance/events']!.get!.security).toEqual([{ financeToken: [] }]);
});

test('every example is taken by the schema that its route reads with', () => {
  const faults = allOperations.flatMap(({ id, body, example }) => {
    if (!body || example === undefined) return [];
    const { success, error } = body.safeParse(example);
    return success ? [] : [`${id}: ${error}`];
  });
  expect(faults).toEqual([]);
});

test('examples get answers that are as they are described', async () => {
  const judge = createJudge(describeAll());
  const faults: string[] = [];
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item)) {
      const { parameters = [], requestBody } = operation;
      const address = parameters.reduce(
        (all, { name, example }) => all.replace(`{${name}}`, String(example ?? 'unknown')),
        path,
      );
      const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      const asked = request(server)
        [method as 'get'](address)
        .set({ Authorization: `Bearer ${token}`, Accept: 'application/json' });
      const answer = await (type ? asked.type(type).send(media!.example as object) : asked);
      const answered = { method: method.toUpperCase(), path: address, status: answer.status };
      const body = answer.text ?? '';
      if (answer.status >= 500) faults.push(`${method} ${address}: ${answer.status} ${body}`);
      faults.push(...judge([{ ...answered, type: answer.type, body }]));
    }
  expect(faults).toEqual([]);
}, 120_000);

test('an answer that is not as it is described is found out', () => {
  const judge = createJudge(describeAll());
  const answer = { method: 'GET', type: 'application/json', status: 200 };
  const heard = [
    { ...answer, path: '/healthz', body: '{"status":"well"}' },
    { ...answer, path: '/v1/finance/gifts', body: '{"data":[],"nextCursor":null,"reader":"x"}' },
    { ...answer, path: '/v1/finance/gifts', status: 204, type: 'text/html', body: '' },
    { ...answer, path: '/v1/finance/donors', body: '[]' },
  ];
  expect(judge(heard)).toEqual([
    expect.stringContaining('GET /healthz → 200: status must be equal to constant'),
    'GET /v1/finance/gifts → 200 has the unknown field reader',
    'GET /v1/finance/gifts → 204 is of type text/html',
    'GET /v1/finance/donors → 200 is not described',
  ]);
});
