/** A sleep that can be cut short, and tells whether it was; a wake that comes while awake makes the next sleep return at once. */
export function wakeable() {
  let woken = false;
  let resume: (() => void) | undefined;
  return {
    wake: (): void => {
      woken = true;
      resume?.();
    },
    sleep: async (milliseconds: number): Promise<boolean> => {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          resume = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        resume = undefined;
      }
      const early = woken;
      woken = false;
      return early;
    },
  };
}
