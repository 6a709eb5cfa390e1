import { css } from './acts.css';
import type { Box } from './box.ts';

/** Adds a style sheet: that of what appears once the reader acts, unless told another; dark or light then goes with the page's. */
export function addStyle({ _root: root, _paint: paint }: Box, text = css): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  matchMedia('(prefers-color-scheme:dark)').addEventListener('change', paint);
}
