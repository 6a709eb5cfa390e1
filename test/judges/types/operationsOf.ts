import ts from 'typescript';
import type { SdkProgram } from './sdkProgram.ts';

/** One method of the SDK's: what it sends where, and what it says comes back. */
export interface Operation {
  readonly method: string;
  /** Such as /v1/charges/{}: names that are filled in are left out. */
  readonly path: string;
  /** Undefined where the method takes no parameters. */
  readonly parameters: ts.TypeNode | undefined;
  readonly answer: ts.TypeNode;
}

/** `a.b(…)` and what it calls, where that is the SDK's own way to send a request. */
function sentBy(node: ts.Node): { method: string; path: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  if (node.expression.name.text !== '_makeRequest') return;
  const [method, path] = node.arguments;
  if (!method || !ts.isStringLiteral(method) || !path) return;
  if (ts.isStringLiteralLike(path)) return { method: method.text, path: path.text };
  if (!ts.isTemplateExpression(path)) return;
  const spans = path.templateSpans.map((span) => `{}${span.literal.text}`);
  return { method: method.text, path: path.head.text + spans.join('') };
}

function firstSent(node: ts.Node): ReturnType<typeof sentBy> {
  return sentBy(node) ?? ts.forEachChild(node, firstSent);
}

/** Class.method of a file's JavaScript, and what each sends. */
function requestsOf(script: ts.SourceFile): Map<string, NonNullable<ReturnType<typeof sentBy>>> {
  const requests = new Map<string, NonNullable<ReturnType<typeof sentBy>>>();
  for (const { name, members } of script.statements.filter(ts.isClassDeclaration))
    for (const member of members) {
      const sent = ts.isMethodDeclaration(member) && member.body && firstSent(member.body);
      if (sent) requests.set(`${name?.text}.${member.name?.getText()}`, sent);
    }
  return requests;
}

/** All that the SDK can ask of Stripe. */
export function operationsOf({ resources }: SdkProgram): Operation[] {
  return resources.flatMap(({ declarations, program }) => {
    const requests = requestsOf(program);
    const classes = declarations.statements.filter(ts.isClassDeclaration);
    return classes.flatMap(({ name, members }) =>
      members.filter(ts.isMethodDeclaration).flatMap((member) => {
        const sent = requests.get(`${name?.text}.${member.name.getText()}`);
        if (!sent || !member.type) return [];
        const parameters = member.parameters.find((one) => one.name.getText() === 'params')?.type;
        return [{ ...sent, parameters, answer: member.type }];
      }),
    );
  });
}
