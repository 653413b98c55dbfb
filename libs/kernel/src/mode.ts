/** EDXL-DE: exercise and test traffic never reaches actual subscribers or extracts (R62). */
export const modes = ['actual', 'exercise', 'test'] as const;
export type Mode = (typeof modes)[number];
