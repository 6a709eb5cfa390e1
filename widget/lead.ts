/**
 * For a reader who came here by an act of their own: back from the payment page, or by a button of the publisher's.
 * Two frames after the section was put in, off the screen: in one and the same frame the browser would count what
 * follows it as moved.
 */
export function lead(section: HTMLElement): void {
  const title = section.querySelector<HTMLElement>('#h')!;
  title.tabIndex = -1;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      section.scrollIntoView({ block: 'nearest' });
      title.focus({ preventScroll: true });
    }),
  );
}
