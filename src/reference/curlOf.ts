import type { DescribedOperation, Parameter } from './openApi.ts';

/** What who tries it has to fill in: a variable of their shell. */
const blankOf = (name: string): string => `$${name.replace(/\W/g, '_').toUpperCase()}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function addressOf(url: string, parameters: readonly Parameter[]): string {
  const filledIn = ({ name, example }: Parameter) =>
    example === undefined ? blankOf(name) : encodeURIComponent(String(example));
  const path = parameters
    .filter((one) => one.in === 'path')
    .reduce((address, one) => address.replace(`{${one.name}}`, filledIn(one)), url);
  const query = parameters
    .filter((one) => one.in === 'query' && one.example !== undefined)
    .map((one) => `${one.name}=${filledIn(one)}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

function bodyLines({ requestBody, tags }: Omit<DescribedOperation, 'x-codeSamples'>): string[] {
  if (!requestBody) return [];
  const example = Object.values(requestBody.content)[0]?.example;
  // Pages take forms, and curl writes those by itself.
  if (example && tags[0] === 'Pages')
    return Object.entries(example).map(
      ([name, value]) => `--data-urlencode ${quoted(`${name}=${String(value)}`)}`,
    );
  const [type = ''] = Object.keys(requestBody.content);
  const file = type === 'message/rfc822' ? 'message' : 'body.json';
  const data =
    example === undefined ? `--data-binary @${file}` : `-d ${quoted(JSON.stringify(example))}`;
  return [`-H 'Content-Type: ${type}'`, data];
}

/** A request with curl that can be tried as it stands, save what is filled in from variables. */
export function curlOf(
  method: string,
  url: string,
  operation: Omit<DescribedOperation, 'x-codeSamples'>,
): string {
  const { parameters = [], security } = operation;
  const [scheme] = Object.keys(security[0] ?? {});
  const headers = parameters.filter((one) => one.in === 'header' && one.required);
  const verb = method === 'get' ? '' : `-X ${method.toUpperCase()} `;
  return [
    `curl ${verb}"${addressOf(url, parameters)}"`,
    ...(scheme ? [`-H "Authorization: Bearer ${blankOf(scheme.replace(/[A-Z]/, '_$&'))}"`] : []),
    ...headers.map(({ name }) => `-H "${name}: ${blankOf(name)}"`),
    ...bodyLines(operation),
  ].join(' \\\n  ');
}
