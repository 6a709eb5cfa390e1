type Kid = Node | string | false | null | undefined;
type Attribute = string | number | boolean | undefined | ((event: Event) => void);

/** An element with attributes, listeners (functions) and children; never made from a string of HTML, so no policy stops it. */
export function h<E extends Element = HTMLElement>(
  tag: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...kids: Kid[]
): E {
  const kind = /^(svg|path|text)$/.test(tag) ? '2000/svg' : '1999/xhtml';
  const element = document.createElementNS(`http://www.w3.org/${kind}`, tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value || value === 0) element.setAttribute(name, value as string);
  }
  element.append(...(kids.filter(Boolean) as Node[]));
  return element as unknown as E;
}
