import type { LoggerService } from '@nestjs/common';
import { pino, type Logger, type LoggerOptions } from 'pino';

/**
 * JSON lines with trace and event ids; never a body, a query or a token, so nothing about a person can get in.
 * They are written together, a tenth of a second late at most: a kill -9 takes those with it.
 */
export function makeLog(app: string, level: string): Logger {
  const options = {
    level,
    base: { app, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['authorization', '*.authorization', 'headers', '*.headers', 'body', '*.body'],
    // A driver's error carries the row's values in `detail` and `parameters`: only its name, code and message stay.
    serializers: {
      err: (error: Error & { code?: string }) => ({
        name: error.name,
        code: error.code,
        message: error.message,
        stack: error.stack,
      }),
    },
  } satisfies LoggerOptions;
  return pino(options, pino.destination({ sync: false, minLength: 4_096, periodicFlush: 100 }));
}

/** Nest's own lines, in the same form. */
export function nestLogger(log: Logger): LoggerService {
  const line =
    (level: 'info' | 'warn' | 'error' | 'debug') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.at(-1);
      log[level]({ context: typeof context === 'string' ? context : undefined }, String(message));
    };
  return {
    log: line('debug'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('error'),
    debug: line('debug'),
    verbose: () => undefined,
  };
}
