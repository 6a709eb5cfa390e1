import { deskStyle } from '../ground/deskStyle.ts';
import { type Html, html, rawHtml } from '../ground/html.ts';
import { accentsOf } from '../ground/theme.ts';
import type { Finding } from './findings.ts';

export interface CheckView {
  readonly nonce: string;
  readonly address: string;
  /** What is wrong with the address, or with reaching it. */
  readonly refusal?: string | undefined;
  readonly findings?: readonly Finding[] | undefined;
}

const grades = { fault: 'Stands in the way', warning: 'Look at this', fine: 'As it must be' };
const abouts: Readonly<Record<string, string>> = {
  page: 'Page',
  tag: 'Script tag',
  place: 'Place',
  policy: 'Content Security Policy',
  origin: 'Origin',
  cache: 'Cache',
};

const verdictOf = (findings: readonly Finding[]): string => {
  const faults = findings.filter(({ grade }) => grade === 'fault').length;
  if (faults > 0)
    return faults === 1 ? 'One thing stands in the way.' : `${faults} things stand in the way.`;
  return findings.some(({ grade }) => grade === 'warning')
    ? 'The appeal can be shown. Some things deserve a look.'
    : 'The appeal can be shown.';
};

const results = (findings: readonly Finding[]): Html =>
  html`<section aria-labelledby="result"><h2 id="result" tabindex="-1">${verdictOf(findings)}</h2>
${(['fault', 'warning', 'fine'] as const).map((grade) => {
  const of = findings.filter((one) => one.grade === grade);
  return (
    of.length > 0 &&
    html`<h3>${grades[grade]}</h3><ul class="${grade}">${of.map(
      ({ about, says }) => html`<li><strong>${abouts[about] ?? about}.</strong> ${says}</li>`,
    )}</ul>`
  );
})}</section>`;

/** The page where a publisher checks one of theirs. */
export function checkPage({ nonce, address, refusal, findings }: CheckView): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${findings ? `${verdictOf(findings)} – ` : ''}Check a page</title>
<style nonce="${nonce}">${rawHtml(deskStyle(accentsOf()))}</style>
</head>
<body>
<main>
<h1>Check a page</h1>
<p>Give the address of one of your articles. It is fetched as a reader’s browser would, and you are told what keeps the appeal from it.</p>
<form method="get" action="/check">
<label for="page">Address of the article</label>
<p id="hint" class="soft">Such as https://www.example.org/2026/11/story. Its site must be among the origins in your file.</p>
${refusal && html`<p id="refusal" class="refusal" role="alert">${refusal}</p>`}
<input id="page" name="page" type="url" required autocomplete="url" value="${address}" aria-describedby="hint${refusal ? ' refusal' : ''}"${refusal ? rawHtml(' aria-invalid="true"') : ''}>
<button>Check</button>
</form>
${findings && results(findings)}
</main>
</body>
</html>`.html;
}
