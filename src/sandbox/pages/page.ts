import { type Html, html, rawHtml } from '../../ground/html.ts';
import { directionOf } from '../../ground/locale.ts';
import type { Voice } from './copy/copyFor.ts';

/** A whole page: the sandbox's mark on top, then what it is about. */
export const page = (voice: Voice, title: string, body: Html): string =>
  `<!doctype html>\n${
    html`<html lang="${voice.locale}" dir="${directionOf(voice.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${voice.copy.sandbox}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/c/style.css">
</head>
<body>
<aside class="banner" aria-label="${voice.copy.sandbox}"><strong>${voice.copy.sandbox}</strong>: ${voice.copy.sandboxLong}</aside>
${body}
</body>
</html>`.html
  }\n`;

/** An arrow towards where one came from. */
export const backArrow = rawHtml(
  '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M13 8H3m4-4L3 8l4 4"/></svg>',
);

export interface Ending {
  readonly title: string;
  readonly text: string;
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}

/** A page that says that there is nothing to do here, and the way on. */
export const endingPage = (voice: Voice, { title, text, link }: Ending): string =>
  page(
    voice,
    title,
    html`<main class="alone">
<h1>${title}</h1>
<p>${text}</p>
${link && html`<p class="links"><a class="main-button" href="${link.href}">${link.label}</a></p>`}
</main>`,
  );
