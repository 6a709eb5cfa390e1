import { html, rawHtml } from '../ground/html.ts';
import { directionOf } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import { paper } from '../ground/theme.ts';
import type { PreviewState, PreviewTheme } from './previewState.ts';

export interface FrameView {
  readonly nonce: string;
  readonly publisher: Publisher;
  readonly publicUrl: string;
  readonly state: PreviewState;
  readonly locale: string;
  readonly theme: PreviewTheme;
  /** Where the widget gets its appeal.json. */
  readonly file: string;
}

const schemes = { light: 'light', dark: 'dark', auto: 'light dark' } as const;

// Bars in place of words: they are of no language. Nothing stands below the article, so that the appeal may come in sight.
const style = (theme: PreviewTheme) => `
:root{color-scheme:${schemes[theme]};--bar:#dcd8cf}
body{margin:0;padding:1.5rem 1.25rem 0;background:${theme === 'dark' ? paper.dark : '#fff'}}
article{max-inline-size:40rem;margin:0 auto;padding-block-end:1px}
.bar{block-size:.7rem;margin:0 0 .75rem;background:var(--bar);border-radius:4px}
.title{block-size:1.6rem;inline-size:70%;margin-block-end:1.4rem}
.last{inline-size:45%}
@media(prefers-color-scheme:dark){:root{--bar:#3a3a3c}${theme === 'auto' ? `body{background:${paper.dark}}` : ''}}
${theme === 'dark' ? ':root{--bar:#3a3a3c}' : ''}${theme === 'light' ? ':root{--bar:#dcd8cf}' : ''}`;

/** An article made of bars, with the widget at its end. */
export function framePage(view: FrameView): string {
  const { nonce, publisher, publicUrl, state, locale, theme, file } = view;
  const look = theme === 'auto' ? '' : html` data-theme="${theme}"`;
  return html`<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${publisher.name}</title>
<style nonce="${nonce}">${rawHtml(style(theme))}</style>
</head>
<body>
<article>
<div class="bar title"></div>
${Array.from({ length: 4 }, () => html`<div class="bar"></div>`)}<div class="bar last"></div>
</article>
<script src="${publicUrl}/widget/preview.js" data-publisher="${publisher.id}" data-state="${state}" data-file="${file}" nonce="${nonce}"></script>
<script async src="${publicUrl}/widget.js" data-smallfavor data-publisher="${publisher.id}" data-locale="${locale}"${look} nonce="${nonce}"></script>
</body>
</html>`.html;
}
