import { type Html, html, rawHtml } from '../ground/html.ts';
import { directionOf } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import { accentsOf } from '../ground/theme.ts';
import type { Article, Edition } from './article.ts';
import { demoStyle } from './demoStyle.ts';

export interface Setting {
  readonly publisher: Publisher;
  readonly edition: Edition;
  readonly publicUrl: string;
  readonly nonce: string;
}

const named = (text: string, { name }: Publisher) => text.replace('#', () => name);

function page(setting: Setting, title: string, content: Html, appealUrl: string): string {
  const { publisher, edition, nonce } = setting;
  const { light, dark } = accentsOf(publisher.theme.accent);
  const style = demoStyle({ light: light.accent, dark: dark.accent });
  return html`<!doctype html>
<html lang="${edition.locale}" dir="${directionOf(edition.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style nonce="${nonce}">${rawHtml(style)}</style>
</head>
<body>
<p class="demo">${edition.words.demo}</p>
<header class="masthead"><a href="/demo/${publisher.id}/">${publisher.name}</a></header>
<div class="call"><p>${edition.words.supportCall}</p><a href="${appealUrl}">${named(edition.words.support, publisher)}</a></div>
${content}
</body>
</html>`.html;
}

const card = ({ publisher }: Setting, article: Article, heading: (text: Html) => Html): Html =>
  html`<li><p class="kicker">${article.section}</p>${heading(
    html`<a href="/demo/${publisher.id}/${article.slug}">${article.title}</a>`,
  )}<p>${article.standfirst}</p></li>`;

/** The list of a publisher's demo articles. */
export const frontPage = (setting: Setting): string =>
  page(
    setting,
    setting.publisher.name,
    html`<main class="front"><ul class="cards">${setting.edition.articles.map((article) =>
      card(setting, article, (title) => html`<h2>${title}</h2>`),
    )}</ul></main>`,
    `/${setting.publisher.id}`,
  );

/** A demo article, with the tag as any publisher would put it: one line, and a nonce since the page has a strict policy. */
export function articlePage(setting: Setting, article: Article): string {
  const { publisher, edition, publicUrl, nonce } = setting;
  const address = `${publicUrl}/demo/${publisher.id}/${article.slug}`;
  const others = edition.articles.filter((one) => one !== article).slice(0, 3);
  return page(
    setting,
    `${article.title} – ${publisher.name}`,
    html`<main>
<article class="column">
<p class="kicker">${article.section}</p>
<h1>${article.title}</h1>
<p class="standfirst">${article.standfirst}</p>
<p class="byline">${edition.words.by} ${article.author}</p>
<div class="body" itemprop="articleBody">
${article.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}</div>
</article>
<nav class="next" aria-labelledby="next">
<h2 id="next">${edition.words.readNext}</h2>
<ul class="cards">${others.map((one) => card(setting, one, (title) => html`<h3>${title}</h3>`))}</ul>
</nav>
</main>
<script async src="${publicUrl}/widget.js" data-smallfavor data-publisher="${publisher.id}" data-section="${article.section}" data-tags="${article.tags.join(',')}" nonce="${nonce}"></script>`,
    `/${publisher.id}?${new URLSearchParams({ return: address })}`,
  );
}

/** Every publisher that has demo articles: all of them. */
export const demoIndex = (publishers: Iterable<Publisher>, nonce: string): string =>
  html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>smallfavor: demo</title>
<style nonce="${nonce}">${rawHtml(demoStyle({ light: '#16181a', dark: '#e9e7e2' }))}</style>
<main class="front"><h1>Demo articles</h1><ul class="cards">${[...publishers].map(
    ({ id, name, locale, currency }) =>
      html`<li><h2><a href="/demo/${id}/">${name}</a></h2><p>${locale}, ${currency.toUpperCase()}</p></li>`,
  )}</ul></main>
</html>`.html;
