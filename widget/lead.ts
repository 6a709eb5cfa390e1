/**
 * For a reader who came here by an act of their own: back from the payment page, or by a button of the publisher's.
 * Once the section has been laid out and drawn where it was put in, off the screen: in one and the same frame the
 * browser would count what follows it as moved, and a frame that is done has nothing to lay out again.
 */
export function lead(section: HTMLElement): void {
  const title = section.querySelector<HTMLElement>('#h')!;
  title.tabIndex = -1;
  requestAnimationFrame(() =>
    setTimeout(() => {
      section.scrollIntoView({ block: 'nearest' });
      title.focus({ preventScroll: true });
    }),
  );
}
