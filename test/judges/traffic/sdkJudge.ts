import { stripeApiVersion } from '../../../src/ground/stripe.ts';
import { sdkContract } from '../types/contract.ts';
import { createJudge, type Judge } from './createJudge.ts';

/** The judge that goes by the installed SDK's types. */
export const sdkJudge = async (): Promise<Judge> =>
  createJudge(await sdkContract(), stripeApiVersion);
