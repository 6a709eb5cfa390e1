/** What a publisher's page is like; everything not named is ordinary. */
export interface HostPage {
  readonly path?: string;
  readonly service?: string;
  readonly publisher?: string;
  readonly lang?: string;
  readonly dir?: string;
  /** Further attributes of the tag. */
  readonly tag?: string;
  /** How many paragraphs the article has: 16 are two screens, 1 is not one. */
  readonly paragraphs?: number;
  readonly css?: string;
  readonly csp?: string | string[];
  /** HTML in the head, before anything else. */
  readonly head?: string;
  /** HTML at the end of the article: a slot. */
  readonly end?: string;
  /** HTML after the article, in place of the ordinary footer. */
  readonly after?: string;
  /** Replaces the tag. */
  readonly script?: string;
}

const sentence =
  'The committee met on Thursday, as it had on every Thursday since the bridge was closed, and agreed to meet again. ';

/** A publisher's article, with our tag in its head. */
export function hostPage(about: HostPage & { service: string }): string {
  const { service, publisher = 'moscow-times', lang = 'en', dir = 'ltr', tag = '' } = about;
  const paragraphs = Array.from(
    { length: about.paragraphs ?? 16 },
    (_, i) => `<p>${i + 1}. ${sentence.repeat(3)}</p>`,
  );
  const script =
    about.script ??
    `<script async src="${service}/widget.js" data-smallfavor data-publisher="${publisher}" nonce="abc" ${tag}></script>`;
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A story</title>
${about.head ?? ''}
<style nonce="abc">body{margin:0;font:18px/1.6 Georgia,serif}main{max-width:680px;margin:0 auto;padding:16px}${about.css ?? ''}</style>
${script}
</head>
<body>
<main>
<article>
<h1>A story</h1>
${paragraphs.join('\n')}
${about.end ?? ''}
</article>
${about.after ?? `<aside id="next"><h2>Read next</h2>${'<p><a href="/other">Another story</a></p>'.repeat(12)}</aside>`}
</main>
</body>
</html>`;
}
