/** What stays readable below the screen before the article is folded, as a share of the screen. */
const teaser = 0.3;

/** Makes what lies below the line unreachable: for the keyboard, for screen readers, for finding in the page. */
function makeInert(element: Element, line: number, undo: (() => void)[]): void {
  for (const child of element.children) {
    const { top, bottom } = child.getBoundingClientRect();
    if (top >= line) {
      if ((child as HTMLElement).inert) continue;
      (child as HTMLElement).inert = true;
      undo.push(() => {
        (child as HTMLElement).inert = false;
      });
    } else if (bottom > line) makeInert(child, line, undo);
  }
}

/**
 * Folds the article at a line below the screen, so that nothing in sight moves, and never stops the page from scrolling.
 * @returns a function that unfolds it; nothing where the rest is too short to be folded
 */
export function clip(place: HTMLElement): (() => void) | undefined {
  const { top, bottom } = place.getBoundingClientRect();
  const line = Math.max(innerHeight, top + innerHeight) + innerHeight * teaser;
  if (bottom - line < innerHeight * teaser) return undefined;
  const undo: (() => void)[] = [];
  makeInert(place, line, undo);
  const { style } = place;
  const before = style.cssText;
  style.maxHeight = `${line - top}px`;
  // Not `hidden`, which scripts and anchors can still scroll.
  style.overflow = 'clip';
  style.maskImage = 'linear-gradient(#000 calc(100% - 7em),#0000)';
  return () => {
    style.cssText = before;
    for (const one of undo) one();
  };
}
