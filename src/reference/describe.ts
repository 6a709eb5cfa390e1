import { z } from 'zod';
import { slugSchema } from '../ground/campaign.ts';
import { type Answer, type Operation, type Sample, sections } from '../ground/operation.ts';
import { type ProblemType, problemSchema, toldOf } from '../ground/problem.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { curlOf } from './curlOf.ts';
import { createJsonSchemas, type JsonSchemas } from './jsonSchemas.ts';
import type {
  Content,
  DescribedOperation,
  OpenApi,
  Parameter,
  PathItem,
  Response,
} from './openApi.ts';

const bodyTypes = ['application/json', 'application/x-www-form-urlencoded'];
const schemeOf = {
  supporter: 'supporterKey',
  finance: 'financeToken',
  metrics: 'metricsToken',
} as const;

const about = [
  'Everything that programs and forms may ask of the service. Bodies are JSON or form-encoded, which costs a browser no preflight. Money is integer minor units and a lower-case ISO 4217 code; times are ISO 8601 in UTC.',
  'What says no is a problem (RFC 9457, `application/problem+json`): its `type` never changes its meaning, and `errors` names every fault at once. Bad input is never answered with a 5xx. Every answer has an `X-Request-Id`, by which the operator finds it.',
  'What writes may be repeated: each operation says what keeps it from being done twice. Lists come in pages: send `nextCursor` as `after` until it is null.',
  'A key goes into the header `Authorization: Bearer …`. Requests from browsers are answered on the publisher’s own origins alone; servers, which send no `Origin`, may ask from anywhere.',
  'The console, previews, the demo and the sandbox are pages for people and are not described here.',
].join('\n\n');

const securitySchemes = {
  supporterKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key that a gift gave its supporter (sup_…): for that gift alone.',
  },
  financeToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'FINANCE_API_TOKEN: reads all books of all publishers, and may ask for checks.',
  },
  metricsToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'METRICS_TOKEN: reads the metrics alone.',
  },
} as const;

const pathOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** What hangs on a part of a request rather than on the operation. */
function problemsOf({ body, key, path, query, problems = [] }: Operation): ProblemType[] {
  const all: ProblemType[] = [
    ...(body || query ? (['invalid_request'] as const) : []),
    ...(body ? (['malformed_body', 'body_too_large', 'unsupported_media_type'] as const) : []),
    ...(key ? (['unauthorized'] as const) : []),
    ...(path.includes('/:publisher') ? (['not_found'] as const) : []),
    ...problems,
  ];
  return [...new Set(all)];
}

function parametersOf(
  { path, parameters, query, headers }: Operation,
  { publisher }: Sample,
  { write }: JsonSchemas,
): Parameter[] {
  const common = {
    publisher: slugSchema.meta({ description: 'the publisher’s id', examples: [publisher.id] }),
    reader: readerIdSchema,
  };
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const known: Record<string, z.core.$ZodType> = { ...common, ...parameters?.shape };
  const unknown = names.find((name) => !known[name]);
  if (unknown) throw new Error(`${path}: nothing is said of ${unknown}`);
  const inPath = z.object(Object.fromEntries(names.map((name) => [name, known[name]!])));
  const read = (place: Parameter['in'], object: z.ZodObject | undefined): Parameter[] => {
    const { properties = {}, required = [] } = object ? write(object, 'input') : {};
    return Object.entries(properties as Record<string, Record<string, unknown>>).map(
      ([name, { description, examples, ...schema }]) => ({
        name,
        in: place,
        required: (required as string[]).includes(name),
        ...(description ? { description: String(description) } : {}),
        schema,
        ...(Array.isArray(examples) ? { example: examples[0] } : {}),
      }),
    );
  };
  return [...read('path', inPath), ...read('query', query), ...read('header', headers)];
}

const textHeader = (description: string) => ({ description, schema: { type: 'string' } });

function answerOf({ says, json, type, headers }: Answer, { write }: JsonSchemas): Response {
  const content: Content = {
    ...(json ? { 'application/json': { schema: write(json, 'output') } } : {}),
    ...(type ? { [type]: { schema: { type: 'string' } } } : {}),
  };
  return {
    description: says,
    ...(headers
      ? { headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, textHeader(v)])) }
      : {}),
    ...(json || type ? { content } : {}),
  };
}

const problemHeaders: Readonly<Record<number, Record<string, string>>> = {
  401: { 'WWW-Authenticate': 'Bearer' },
  429: { 'Retry-After': 'In how many seconds to come back.' },
  503: { 'Retry-After': 'In how many seconds to come back, where that is known.' },
};

function responsesOf(operation: Operation, schemas: JsonSchemas): Record<string, Response> {
  const responses: Record<string, Response> = {};
  for (const [status, answer] of Object.entries(operation.answers))
    responses[status] = answerOf(answer, schemas);
  const content: Content = {
    'application/problem+json': { schema: schemas.write(problemSchema, 'output') },
    // For who reads HTML, as a page in their language.
    ...(operation.section === 'Pages' ? { 'text/html': { schema: { type: 'string' } } } : {}),
  };
  for (const type of problemsOf(operation)) {
    const { status, title } = toldOf(type);
    const before = responses[status];
    const headers = answerOf({ says: '', headers: problemHeaders[status] ?? {} }, schemas).headers;
    responses[status] = {
      description: [before?.description, `\`${type}\`: ${title}.`].filter(Boolean).join(' '),
      ...(headers && Object.keys(headers).length > 0 ? { headers } : {}),
      content: { ...before?.content, ...content },
    };
  }
  return { ...responses, default: { description: 'Any other problem.', content } };
}

function bodyOf(
  { body, example, isBodyOptional = false, bodyTypes: types = bodyTypes }: Operation,
  { write }: JsonSchemas,
): DescribedOperation['requestBody'] {
  if (!body) return undefined;
  const media = { schema: write(body, 'input'), ...(example === undefined ? {} : { example }) };
  return {
    required: !isBodyOptional,
    content: Object.fromEntries(types.map((type) => [type, media])),
  };
}

/** The OpenAPI document of some operations, each with an example for a publisher that this service really has. */
export function describe(operations: readonly Operation[], sample: Sample): OpenApi {
  const schemas = createJsonSchemas();
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const { id, method, section, summary, about: more, key } = operation;
    const path = pathOf(operation.path);
    const parameters = parametersOf(operation, sample, schemas);
    const requestBody = bodyOf(operation, schemas);
    const described = {
      operationId: id,
      tags: [section] as const,
      summary,
      ...(more ? { description: more } : {}),
      // Without a token of its own, metrics are for this machine.
      security: key ? [{ [schemeOf[key]]: [] }, ...(key === 'metrics' ? [{}] : [])] : [],
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(requestBody ? { requestBody } : {}),
      responses: responsesOf(operation, schemas),
    };
    const source = curlOf(method, `${sample.publicUrl}${path}`, described);
    const before = paths[path];
    if (before?.[method]) throw new Error(`${method} ${path} is described twice`);
    paths[path] = {
      ...before,
      [method]: { ...described, 'x-codeSamples': [{ lang: 'Shell', source }] },
    };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'smallfavor', version: '1', description: about },
    servers: [{ url: sample.publicUrl }],
    tags: Object.entries(sections).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas.named).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      securitySchemes,
    },
  };
}
