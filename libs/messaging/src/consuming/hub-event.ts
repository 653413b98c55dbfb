import { contractOf, type Contract, type DataOf } from '#libs/contracts';
import { modes, type Mode } from '#libs/kernel';
import type { IncomingRecord } from '../brokers/broker.js';
import { checkData } from '../writing/check-data.js';

/** An event as a consumer sees it: CloudEvents attributes by their names, `data` by its contract. */
export interface HubEvent<C extends Contract = Contract> {
  readonly id: string;
  readonly type: C['type'];
  /** Id of the aggregate. */
  readonly subject: string;
  readonly aggregate: string;
  /** 1, 2, 3 ... for each aggregate. */
  readonly sequence: number;
  readonly time: Date;
  readonly mode: Mode;
  /** Organizations that are party to the aggregate. */
  readonly parties: readonly string[];
  readonly correlationId: string;
  /** The grant or legal exception on which this says something about a person. */
  readonly consentRef?: string;
  readonly traceparent?: string;
  readonly data: DataOf<C>;
}

/** The attributes that decide about order and duplicates: known even where the body cannot be read. */
export type EventHead = Omit<HubEvent, 'data'>;

/** These bytes are no event of the hub: no attempt will ever read them. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

/** @throws Undecodable naming the attribute that is missing or odd */
export function headOf(record: IncomingRecord): EventHead {
  const { headers } = record;
  const text = (name: string) => {
    const value = headers[name];
    if (!value) throw new Undecodable(`The header ${name} is missing.`);
    return value;
  };
  const sequence = Number(text('ce_sequence'));
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    throw new Undecodable('The header ce_sequence is no positive number.');
  const mode = modes.find((known) => known === headers['ce_mode']);
  if (!mode) throw new Undecodable('The header ce_mode is none of actual, exercise, test.');
  const time = new Date(text('ce_time'));
  if (Number.isNaN(time.getTime())) throw new Undecodable('The header ce_time is no time.');
  return {
    id: text('ce_id'),
    type: text('ce_type'),
    subject: text('ce_subject'),
    aggregate: text('ce_aggregate'),
    sequence,
    time,
    mode,
    parties: (headers['ce_parties'] ?? '').split(',').filter((organization) => organization !== ''),
    correlationId: text('ce_correlationid'),
    ...(headers['ce_consentref'] ? { consentRef: headers['ce_consentref'] } : {}),
    ...(headers['traceparent'] ? { traceparent: headers['traceparent'] } : {}),
  };
}

/** @throws Undecodable where the body is no JSON; ContractBroken where it does not fit; unknown fields are tolerated */
export function eventOf(head: EventHead, record: IncomingRecord): HubEvent {
  const contract = contractOf(head.type);
  if (!contract) throw new Undecodable(`There is no contract ${head.type}.`);
  let data: unknown;
  try {
    data = JSON.parse((record.value ?? Buffer.alloc(0)).toString('utf8'));
  } catch {
    throw new Undecodable('The body is no JSON.');
  }
  checkData(contract, data);
  return { ...head, data: data as HubEvent['data'] };
}
