import type { Contract } from '#libs/contracts';
import type { OutgoingRecord } from '../brokers/broker.js';
import type { Tx } from '../tx/tx.js';
import { checkData } from './check-data.js';
import { headersOf } from './save-aggregate.js';

/** A record of a fleeting contract, at the transaction's time: it stands in no log, so who sends it sends it to the broker. */
export function fleetingRecord(tx: Tx, contract: Contract, data: object): OutgoingRecord {
  if (!contract.isFleeting) throw new Error(`${contract.type} is kept: it goes through the event log.`);
  checkData(contract, data);
  const id = tx.newId();
  const { topic, aggregate } = contract;
  return {
    topic,
    key: id,
    value: JSON.stringify(data),
    headers: headersOf(tx, {
      id,
      eventId: id,
      aggregate,
      contract,
      sequence: 1,
      mode: 'actual',
      correlationId: id,
      organizations: [],
    }),
  };
}
