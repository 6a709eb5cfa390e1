import { z } from 'zod';
import type { Work } from '../store/work.ts';
import type { Form } from './formDecode.ts';
import { fields } from './parameters.ts';
import { readParameters } from './readParameters.ts';

/** One request, taken apart. */
export interface Call {
  readonly form: Form;
  /** What the address names: /v1/charges/:id. */
  readonly path: Readonly<Record<string, string>>;
  /** The Stripe-Version asked for; null where none was. */
  readonly apiVersion: string | null;
}

/** One method on one address. `run` answers with an object of Stripe's; writing ones run in a transaction. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  /** A GET that may change something, such as a session found to be over. */
  readonly writes?: boolean;
  run(work: Work, call: Call): Promise<object>;
}

type Run<P> = (work: Work, parameters: P, call: Call) => Promise<object>;

const route =
  (method: Route['method']) =>
  <S extends z.ZodRawShape>(
    path: string,
    shape: S,
    run: Run<z.output<z.ZodObject<S, z.core.$strict>>>,
  ): Route => {
    // `expand` is taken everywhere and is the answer's business, not the method's.
    const schema = fields({ ...shape, expand: z.unknown().optional() });
    return {
      method,
      path,
      run: async (work, call) =>
        run(
          work,
          readParameters(schema, call.form) as z.output<z.ZodObject<S, z.core.$strict>>,
          call,
        ),
    };
  };

export const getRoute = route('get');
export const postRoute = route('post');
export const deleteRoute = route('delete');
