import { css } from './acts.css';
import type { Box } from './box.ts';

/** Adds a style sheet: that of what appears once the reader acts, unless told another. */
export function addStyle({ _root: root }: Box, text = css): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
