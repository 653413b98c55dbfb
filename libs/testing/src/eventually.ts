/** Tries an assertion until it holds; fails with its last error. Level-triggered: no test waits a fixed time. */
export async function eventually<Result>(
  assertion: () => Promise<Result> | Result,
  { timeoutMilliseconds = 10_000, everyMilliseconds = 20 } = {},
): Promise<Result> {
  const until = performance.now() + timeoutMilliseconds;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
    }
  }
}
