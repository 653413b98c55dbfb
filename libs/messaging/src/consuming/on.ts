import type { Contract } from '#libs/contracts';
import {
  Catch,
  UseFilters,
  applyDecorators,
  type ArgumentsHost,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { BaseRpcContext, EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { Tx } from '../tx/tx.js';

/** What a consumer gets beside the event: the transaction in which the cursor has already advanced. */
export class EventContext extends BaseRpcContext<[Tx]> {
  constructor(tx: Tx) {
    super([tx]);
  }

  get tx(): Tx {
    return this.getArgByIndex(0) as Tx;
  }
}

/** Nest would turn a handler's error into a plain object; the runner needs the original to tell transient from permanent. */
@Catch()
class ThrowTheOriginal implements RpcExceptionFilter<unknown> {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/** Binds a consumer's method to contracts. A second handler for the same type in an app fails the start. */
export function On(...contracts: readonly Contract[]): MethodDecorator {
  const types = contracts.map((contract) => contract.type);
  return applyDecorators(EventPattern(types) as MethodDecorator, UseFilters(ThrowTheOriginal));
}
