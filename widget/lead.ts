/** For a reader who came here by an act of their own: back from the payment page, or by a button of the publisher's. */
export function lead(section: HTMLElement): void {
  const title = section.querySelector<HTMLElement>('#h')!;
  title.tabIndex = -1;
  section.scrollIntoView({ block: 'nearest' });
  title.focus({ preventScroll: true });
}
