import { deskStyle } from '../ground/deskStyle.ts';
import { type Html, html, rawHtml } from '../ground/html.ts';
import type { Publisher } from '../ground/publisher.ts';
import { accentsOf } from '../ground/theme.ts';
import { all, armsOf, type Frame, type PreviewChoice } from './choice.ts';
import { previewStates, previewThemes, previewWidths } from './previewState.ts';

export interface PreviewView {
  readonly nonce: string;
  readonly publisher: Publisher;
  readonly locales: readonly string[];
  readonly choice: PreviewChoice;
  readonly frames: readonly Frame[];
}

const heightPx = 900;

const style = `
main{max-inline-size:none}
.choose{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;align-items:end;max-inline-size:72rem}
.choose button{margin:0}
.frames{display:flex;flex-wrap:wrap;gap:2rem;margin-block-start:2rem}
figure{margin:0;max-inline-size:100%;overflow-x:auto}
figcaption{margin-block-end:.4rem;font-weight:600}
iframe{display:block;border:1px solid var(--edge);background:#fff}`;

type Option = readonly [value: string, label: string];

const select = (name: string, label: string, options: readonly Option[], chosen: string): Html =>
  html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? rawHtml(' selected') : ''}>${text}</option>`,
  )}</select></div>`;

const languageIn = new Intl.DisplayNames('en', { type: 'language' });
const nameOf = (locale: string) => `${languageIn.of(locale) ?? locale} (${locale})`;

/** The fragment with which a reader comes back from the payment page. */
const fragmentOf = ({ state }: Frame) =>
  state === 'thanks' || state === 'confirming' ? '#smallfavor=preview' : '';

function frameHtml({ publisher, choice }: PreviewView, frame: Frame): Html {
  const { arm, theme, width, key } = choice;
  const query = new URLSearchParams({ arm, theme, ...frame, ...(key && { key }) });
  const caption = `${previewStates[frame.state]}, ${nameOf(frame.locale)}`;
  // Without allow-same-origin: what runs in it reaches nothing that is kept for this site.
  return html`<figure tabindex="0"><figcaption>${caption}</figcaption><iframe title="${caption}" sandbox="allow-scripts allow-forms" loading="lazy" width="${width}" height="${heightPx}" src="/preview/${publisher.id}/frame?${query.toString()}${fragmentOf(frame)}"></iframe></figure>`;
}

const controls = ({ publisher, locales, choice }: PreviewView): Html => {
  const { arm, state, locale, theme, width, key } = choice;
  return html`<form class="choose" method="get">
${key && html`<input type="hidden" name="key" value="${key}">`}
${select(
  'arm',
  'Campaign and variant',
  armsOf(publisher).map((one) => [one, one]),
  arm,
)}
${select('state', 'State', [[all, 'All states'], ...Object.entries(previewStates)], state)}
${select(
  'locale',
  'Language',
  [[all, 'All languages'], ...locales.map((one) => [one, nameOf(one)] as const)],
  locale,
)}
${select('theme', 'Look', Object.entries(previewThemes), theme)}
${select(
  'width',
  'Width',
  Object.entries(previewWidths).map(([px, who]) => [px, `${px} px: ${who}`]),
  width,
)}
<button>Show</button>
</form>`;
};

/** Every state of a publisher's campaigns before readers see them. */
export function previewPage(view: PreviewView): string {
  const { nonce, publisher, frames } = view;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Preview – ${publisher.name}</title>
<style nonce="${nonce}">${rawHtml(deskStyle(accentsOf(publisher.theme.accent)) + style)}</style>
</head>
<body>
<main>
<h1>Preview: ${publisher.name}</h1>
<p>The appeal as readers will see it, at the end of an article, whether the campaign is live or not. What is done here is not kept and not counted.</p>
${controls(view)}
<div class="frames">${frames.map((frame) => frameHtml(view, frame))}</div>
</main>
</body>
</html>`.html;
}
