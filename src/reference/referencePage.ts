import { deskStyle } from '../ground/deskStyle.ts';
import { type Html, html, rawHtml } from '../ground/html.ts';
import { accentsOf } from '../ground/theme.ts';
import type { DescribedOperation, OpenApi } from './openApi.ts';
import { operationHtml } from './operationHtml.ts';
import { referenceStyle } from './referenceStyle.ts';
import { fieldsOf, prose } from './shapeHtml.ts';

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: DescribedOperation;
}

/** The whole style of the page: its policy names the hash of it. */
export const pageStyle = deskStyle(accentsOf()) + referenceStyle;

const entriesIn = ({ paths }: OpenApi): Entry[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

const anchorOf = (section: string) => `section-${section.toLowerCase()}`;

const contents = (sections: readonly [string, readonly Entry[]][]): Html =>
  html`<nav aria-label="Contents"><ul>${sections.map(
    ([name, entries]) => html`<li><a href="#${anchorOf(name)}">${name}</a>
<ul>${entries.map(
      ({ method, operation }) =>
        html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a></li>`,
    )}</ul></li>`,
  )}<li><a href="#shapes">Shapes</a></li></ul></nav>`;

/** The description as a page for the people who write programs against it. */
export function referencePage(document: OpenApi): string {
  const entries = entriesIn(document);
  const sections = document.tags.map(
    ({ name }) => [name, entries.filter(({ operation }) => operation.tags[0] === name)] as const,
  );
  const about = new Map(document.tags.map(({ name, description }) => [name, description]));
  const shapes = Object.entries(document.components.schemas);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>API – smallfavor</title>
<style>${rawHtml(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#api">To the text</a>
<div class="columns">
${contents(sections.map(([name, of]) => [name, of]))}
<main id="api" tabindex="-1">
<h1>The API</h1>
${document.info.description.split('\n\n').map((text) => html`<p>${prose(text)}</p>`)}
<p>The same for programs: <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1. Examples are for <code>${document.servers[0]!.url}</code>; words with a <code>$</code> are for you to fill in.</p>
${sections.map(
  ([
    name,
    of,
  ]) => html`<section aria-labelledby="${anchorOf(name)}"><h2 id="${anchorOf(name)}">${name}</h2>
<p>${about.get(name)}</p>
${of.map(({ path, method, operation }) => operationHtml(path, method, operation))}</section>`,
)}
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>
<p>What several answers hold.</p>
${shapes.map(
  ([name, schema]) => html`<article id="shape-${name}" aria-labelledby="shape-${name}-title">
<h3 id="shape-${name}-title"><a href="#shape-${name}">${name}</a></h3>
${typeof schema.description === 'string' && html`<p>${schema.description}</p>`}${fieldsOf(schema)}</article>`,
)}</section>
</main>
</div>
</body>
</html>`.html;
}
