import { type Html, html } from '../ground/html.ts';
import type { DescribedOperation, JsonSchema, Parameter, Response } from './openApi.ts';
import { fieldList, fieldsOf, prose, typeWords } from './shapeHtml.ts';

const places = { path: 'In the path', query: 'In the query', header: 'As headers' } as const;

const keys: Readonly<Record<string, string>> = {
  supporterKey: 'the supporter key of the gift',
  financeToken: 'a finance token',
  metricsToken: 'the metrics token, where there is one',
};

const parametersHtml = (parameters: readonly Parameter[]): Html =>
  html`${(['path', 'query', 'header'] as const).map((place) => {
    const of = parameters.filter((one) => one.in === place);
    return of.length > 0 && html`<h4>${places[place]}</h4>${fieldList(of)}`;
  })}`;

/** A value as a list of its fields, or in words where it has none. */
const valueHtml = (schema: JsonSchema): Html =>
  fieldsOf(schema) ?? html`<p class="type">${typeWords(schema)}</p>`;

const bodyHtml = ({ required, content }: NonNullable<DescribedOperation['requestBody']>): Html =>
  html`<h4>Body${!required && ', optional'}</h4>
<p class="soft">${Object.keys(content).map((type, i) => html`${i > 0 && ' or '}<code>${type}</code>`)}</p>
${valueHtml(Object.values(content)[0]!.schema)}`;

function responseHtml([status, { description, content = {} }]: [string, Response]): Html {
  const json = content['application/json']?.schema;
  const type = Object.keys(content).find((one) => !one.endsWith('json'));
  const isList = json?.type === 'array';
  return html`<li><span class="status ${status < '4' ? 'good' : 'bad'}">${status}</span> <span class="says">${prose(description)}${
    json && (json.$ref || isList) && html` <span class="type">${typeWords(json)}</span>`
  }${!json && type && status < '4' && html` <code>${type}</code>`}</span>${json && fieldsOf(json)}</li>`;
}

/** One operation, with an anchor of its own. */
export function operationHtml(path: string, method: string, operation: DescribedOperation): Html {
  const { operationId, summary, description, security, parameters, requestBody, responses } =
    operation;
  const [scheme] = Object.keys(security[0] ?? {});
  const known = Object.entries(responses).filter(([status]) => status !== 'default');
  return html`<article id="${operationId}" aria-labelledby="${operationId}-title">
<h3 id="${operationId}-title"><a href="#${operationId}">${summary}</a></h3>
<p class="request"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
${description && html`<p>${prose(description)}</p>`}
${scheme && html`<p class="key">With ${keys[scheme]}, as <code>Authorization: Bearer …</code></p>`}
${parameters && parametersHtml(parameters)}
${requestBody && bodyHtml(requestBody)}
<h4>Answers</h4>
<ul class="answers">${known.map(responseHtml)}</ul>
<h4>Example</h4>
<pre><code>${operation['x-codeSamples'][0]!.source}</code></pre>
</article>`;
}
