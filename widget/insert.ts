/**
 * Puts the finished host at the end of the article, or in place of the slot, without moving anything that the reader
 * can see: only while that place is below the screen, or on it with nothing after it. Else it waits until scrolling
 * has stopped with the place off the screen; a reader who jumps to the footer sees nothing this time. A reader who is
 * led there need not wait: the page scrolls by what was put in, so that what follows stays where it was.
 * @returns a function that takes it away again
 */
export function insert(
  host: HTMLElement,
  place: Element,
  isLed: boolean,
  whenIn: () => void,
): () => void {
  const isSlot = place.matches('[data-smallfavor-slot]');
  const page = document.documentElement;
  let timer: ReturnType<typeof setTimeout>;

  // WebKit has no scrollend. Captured, since some sites scroll an inner element.
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(attempt, 150);
  };

  const stop = () => {
    clearTimeout(timer);
    removeEventListener('scroll', wait, true);
  };

  const attempt = () => {
    const { top, bottom } = place.getBoundingClientRect();
    const y = isSlot ? top : bottom;
    const isSafe = y >= innerHeight || (y > 0 && page.getBoundingClientRect().bottom - bottom < 8);
    if (isSafe || isLed) {
      stop();
      const height = page.scrollHeight;
      if (isSlot) place.replaceWith(host);
      else place.append(host);
      if (!isSafe) scrollBy({ top: page.scrollHeight - height, behavior: 'instant' });
      whenIn();
    }
  };

  addEventListener('scroll', wait, true);
  attempt();

  return () => {
    stop();
    if (isSlot) host.replaceWith(place);
    else host.remove();
  };
}
