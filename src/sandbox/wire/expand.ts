import type { ObjectType } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from './apiError.ts';
import type { Form } from './formDecode.ts';

/** Parts that are left out of an object unless asked for, such as the line items of a session. */
export type Includable = {
  [T in ObjectType]?: Record<string, (work: Work, object: never) => Promise<unknown>>;
};

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** The `data` of a list counts too. https://docs.stripe.com/expand#multiple-levels */
const maxDepth = 4;

/** References that an object shows only where there is something to refer to, and that may be asked for all the same. */
const sometimes: { [T in ObjectType]?: readonly string[] } = {
  refund: ['failure_balance_transaction'],
};

const mayLack = (node: Node, step: string): boolean =>
  sometimes[node.object as ObjectType]?.includes(step) ?? false;

/** The paths asked for: expand[]=a.b. @throws ApiError */
export function expandPaths(form: Form): string[] {
  const given = form.expand;
  if (given === undefined || given === '') return [];
  const paths = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
    throw invalidParameter('expand', 'Invalid array: expand');
  for (const path of paths)
    if (path.split('.').length > maxDepth)
      throw invalidParameter(
        'expand',
        `You cannot expand more than ${maxDepth} levels of a property (${path}).`,
      );
  return paths as string[];
}

function refusalOf(path: string, root: Node) {
  const isOfList = root.object === 'list' && path !== '' && !/^data(\.|$)/.test(path);
  const advice = isOfList ? ` You may want to try expanding 'data.${path}' instead.` : '';
  return invalidParameter('expand', `This property cannot be expanded (${path}).${advice}`);
}

/** Puts whole objects in the place of ids, along each path, with one look-up for each step of a path. */
export function createExpand(includable: Includable) {
  async function include(work: Work, node: Node, step: string) {
    const makers = includable[node.object as ObjectType] ?? {};
    const maker = Object.hasOwn(makers, step) ? makers[step] : undefined;
    if (maker && !isNode(node[step])) node[step] = await maker(work, node as never);
    return maker !== undefined;
  }

  /** @returns the nodes that the next step starts from */
  async function takeStep(
    work: Work,
    nodes: Node[],
    step: string,
    refusal: Error,
  ): Promise<Node[]> {
    const holders: Node[] = [];
    for (const node of nodes)
      if ((await include(work, node, step)) || Object.hasOwn(node, step)) holders.push(node);
    const leadsNowhere = holders.length === 0 && !nodes.some((node) => mayLack(node, step));
    if (nodes.length > 0 && leadsNowhere) throw refusal;
    const ids = holders.flatMap((node) => idsIn(node[step]));
    const found = await work.findAny(ids);
    const inPlace = (value: unknown): unknown => {
      if (typeof value === 'number' || typeof value === 'boolean') throw refusal;
      if (typeof value !== 'string') return value;
      const object = found.get(value);
      if (!object) throw refusal;
      // A copy: the same object may stand in two places, expanded to different depths.
      return structuredClone(object);
    };
    return holders.flatMap((node) => {
      const value = node[step];
      node[step] = Array.isArray(value) ? value.map(inPlace) : inPlace(value);
      return nodesIn(node[step]);
    });
  }

  /** @throws ApiError where a path leads nowhere */
  return async function expand(work: Work, answer: object, paths: readonly string[]) {
    if (paths.length === 0) return answer;
    const root = structuredClone(answer) as Node;
    for (const path of paths) {
      let nodes: Node[] = [root];
      const refusal = refusalOf(path, root);
      for (const step of path.split('.')) nodes = await takeStep(work, nodes, step, refusal);
    }
    return root;
  };
}

const idsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** The objects inside a value, whether it is one, a list of Stripe's or an array. */
function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}
