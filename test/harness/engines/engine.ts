/** A browser of one make, driven by the little that all makes share. */
export interface Engine {
  /** Loads a page and waits for its load event. */
  open(url: string): Promise<void>;
  /** Runs the body of a function in the page; its `return` must be JSON. */
  run<T>(body: string): Promise<T>;
  press(key: 'Tab' | 'Enter' | 'ArrowRight'): Promise<void>;
  stop(): Promise<void>;
}

/** Asks again and again until something is so; while a page gives way to the next nothing is. @throws after a minute */
export async function until(engine: Engine, condition: string): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (!(await engine.run<boolean>(`return !!(${condition})`).catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error(`never so: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
