import { StoreUnavailable } from './keyvalue.ts';

/** The result, if it comes in time. What comes too late is dropped, its error too. @throws StoreUnavailable */
export async function withinMs<T>(limitMs: number, result: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(`no answer in ${limitMs} ms`)), limitMs);
  });
  result.catch(() => {});
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
