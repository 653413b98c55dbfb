import type { Bilingual, Language, Refusal, RefusalKind } from '#libs/kernel';

/** RFC 9457, with a stable code, both titles, the trace, and one entry for each field that was refused. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly titles: Bilingual;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly instance: string;
  readonly traceId: string;
  readonly errors?: readonly FieldFault[];
}

export interface FieldFault {
  /** JSON pointer (RFC 6901) into the body, or the parameter's name. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly details: Bilingual;
}

/** What a problem is made of: by a refusal, or by what the server itself says. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly titles: Bilingual;
  readonly more?: Refusal['more'];
}

export const problemType = 'application/problem+json; charset=utf-8';

export function problemOf(
  { status, code, titles, more }: Fault,
  { language, instance, traceId }: { language: Language; instance: string; traceId: string },
): Problem {
  const { detail, pointer, facts } = more ?? {};
  return {
    type: `urn:liaison-hub:problem:${code}`,
    title: titles[language],
    titles,
    status,
    code,
    ...(detail ? { detail } : {}),
    instance,
    traceId,
    ...(pointer ? { errors: [{ pointer, code, detail: detail ?? titles[language], details: titles }] } : {}),
    ...facts,
  };
}

export const statusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
};

/** French where the reader prefers it to English, else English (RFC 9110, 12.5.4). */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weights = new Map<string, number>();
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [range, ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters
      .map((parameter) => /^\s*q=([01](?:\.\d+)?)$/.exec(parameter)?.[1])
      .find((found) => found !== undefined);
    const language = range?.split('-')[0] ?? '';
    weights.set(language, Math.max(weights.get(language) ?? 0, q === undefined ? 1 : Number(q)));
  }
  return (weights.get('fr') ?? 0) > (weights.get('en') ?? weights.get('*') ?? 0) ? 'fr' : 'en';
}
