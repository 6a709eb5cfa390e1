import { type Html, html, rawHtml } from './html.ts';
import { directionOf } from './locale.ts';
import { pageStyle } from './pageStyle.ts';
import type { Publisher } from './publisher.ts';
import { accentsOf } from './theme.ts';

export interface PublisherPage {
  /** Whose page it is; undefined where that cannot be known. */
  readonly publisher: Pick<Publisher, 'name' | 'theme'> | undefined;
  readonly locale: string;
  readonly title: string;
  /** Of the page's own style and scripts: see pageSecurity. */
  readonly nonce: string;
  /** Where the publication's name leads. */
  readonly home: string;
  readonly main: Html;
}

/** A page of ours in the colours of a publisher, with its name on top. */
export function publisherPage(page: PublisherPage): string {
  const { name, theme } = page.publisher ?? { name: undefined, theme: {} };
  return html`<!doctype html>
<html lang="${page.locale}" dir="${directionOf(page.locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${page.title}</title>
<style nonce="${page.nonce}">${rawHtml(pageStyle(accentsOf(theme.accent), theme))}</style>
${name && html`<header><a href="${page.home}">${name}</a></header>`}
<main>${page.main}</main>
</html>`.html;
}
