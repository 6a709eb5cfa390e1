import { css } from './acts.css';
import type { Box } from './box.ts';

/** Adds the style of what appears once the reader acts. */
export function addStyle({ _root: root }: Box): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
