import { randomUUID } from 'node:crypto';
import { codesOf, explainedPoints } from '#libs/codes';
import { ParticipantErased } from '#libs/contracts';
import { verifyAudit } from '#libs/messaging';
import { placesThatHold } from '../../privacy/search.js';
import { forgetOffsets } from '../offsets.js';
import { organizationOf, region, type Stage } from '../stage.js';
import { expect, killedAt, type NamedFault } from './fault.js';

const words = 'Zéphyrine-Aurélie fears the ochre van';
const sharing = { purpose: 'referral', dataClasses: ['needs', 'note'] };
const sent = 'referrals.referral-sent.v1';
const given = 'consents.grant-given.v1';

export const personFaults: readonly NamedFault[] = [
  {
    name: 'erased-subject',
    number: '25',
    what: 'a person is erased, the consumer dies of it and reads all again: nothing personal is found; one changed line of the audit is named',
    async run(stage) {
      const participantRef = randomUUID();
      const referral = await referred(stage, participantRef);
      const personal = await personalOf(stage, referral);
      const found = await placesThatHold(stage.hub, ...personal);
      expect(
        found.join() === 'table referrals.referral_person,table keys.subject_key',
        `What is to be erased stands in ${found.join(', ') || 'no place'}.`,
      );

      await killedAt(stage, 'referrals', { point: 'in-handler', match: ParticipantErased.type }, async () => {
        const { status } = await stage.ledger.raw('privacy', `/v1/participants/${participantRef}/erase`, {});
        expect(status === 200, `The erasure was answered with ${status}.`);
      });
      await readAllAgain(stage);
      const erasure = async () =>
        (await stage.ledger.get('privacy', `/v1/participants/${participantRef}/erasure`)).body;
      expect(
        await stage.until(async () => typeof (await erasure()).completeAt === 'string'),
        'lost: the receipt of the erasure never says when it is complete.',
      );

      const left = await placesThatHold(stage.hub, words, ...personal);
      expect(left.length === 0, `What was erased still stands in ${left.join(', ')}.`);
      const { body } = await stage.ledger.get('ngo', `/v1/referrals/${referral}`);
      expect(
        body.state === 'withdrawn' && body.participantRef === null && body.note === null,
        `The sender still reads ${JSON.stringify(body)}.`,
      );
      const { status } = await stage.ledger.get('ngo-2', `/v1/referrals/${referral}`);
      expect(status === 404, `The receiver was answered with ${status}.`);

      await aChangedLineIsNamed(stage, referral);
    },
  },
];

/** A person's referral that the receiver has read. */
async function referred(stage: Stage, participantRef: string): Promise<string> {
  const { ledger } = stage;
  const receiver = organizationOf('ngo-2');
  const { body: grant } = await ledger.command({
    party: 'ngo',
    path: '/v1/consents',
    body: {
      participantRef,
      recipients: [receiver],
      purposes: [sharing.purpose],
      dataClasses: sharing.dataClasses,
      languageUsed: 'en',
      explainedPoints: codesOf(explainedPoints),
      howGiven: 'spoken',
      provinceCode: 'CA-ON',
    },
    type: given,
    insist: true,
  });
  await stage.untilApplied('referrals', grant.id, given);
  const drafted = await ledger.post('ngo', '/v1/referrals', {
    ...sharing,
    participantRef,
    receiverOrganizationId: receiver,
    serviceType: 'counselling',
    regionCode: region,
    needs: ['interpreter'],
    note: `${words}.`,
  });
  const id = drafted.body.id as string;
  const path = `/v1/referrals/${id}/send`;
  await ledger.command({ party: 'ngo', path, type: sent, subject: id, insist: true });
  await stage.untilApplied('notifications', id, sent);
  const read = await stage.until(
    async () => (await ledger.get('ngo-2', `/v1/referrals/${id}`)).body.note.text === `${words}.`,
  );
  expect(read, 'The receiver cannot read what was sent to it.');
  return id;
}

/** The sealed notes and the receiver's pseudonym, and the key that opens the notes: nothing else leads to the person. */
async function personalOf(stage: Stage, referral: string): Promise<(string | Buffer)[]> {
  const persons = await stage.rows<{ subject_id: string; participant_ref: string; note: Buffer }>(
    'referrals',
    `select subject_id, participant_ref, note from referral_person where referral_id = $1
     order by organization_id = $2 desc`,
    [referral, organizationOf('ngo-2')],
  );
  const [ofReceiver] = persons;
  const [key] = await stage.rows<{ wrapped_key: Buffer }>(
    'keys',
    `select wrapped_key from subject_key where app = 'referrals' and subject_id = $1`,
    [ofReceiver!.subject_id],
  );
  return [...persons.map(({ note }) => note), ofReceiver!.participant_ref, key!.wrapped_key];
}

/** Both instances of referrals come back to the beginning of every topic, and have read it. */
async function readAllAgain(stage: Stage): Promise<void> {
  const instances = ['referrals', 'referrals-2'];
  await Promise.all(instances.map((name) => stage.hub.processes.stopOne(name)));
  await forgetOffsets(stage, 'referrals');
  await Promise.all(instances.map((name) => stage.hub.processes.startOne(name)));
  const broker = await stage.openBroker();
  try {
    const read = await stage.until(async () =>
      (await broker.lag('referrals', ['consents.grant', ParticipantErased.topic])).every(
        ({ records }) => records <= 0,
      ),
    );
    expect(read, 'lost: referrals did not read the consents’ topics again to their end.');
  } finally {
    await broker.close();
  }
}

/** The line that says that the receiver read it, changed past every trigger, and put back. */
async function aChangedLineIsNamed(stage: Stage, referral: string): Promise<void> {
  const verify = async () =>
    (await verifyAudit((sql, values) => stage.rows('referrals', sql, values), 'referrals')).fault;
  const line = `select audit_log.id, audit_log.action from audit_log join audit_chain on audit_id = audit_log.id
                where subject_id = $1 and action = 'read' order by number limit 1`;
  const chained = await stage.until(async () => (await stage.rows('referrals', line, [referral])).length > 0);
  expect(chained, 'lost: the receiver’s reading is in no audit chain.');
  const [{ id }] = (await stage.rows<{ id: string }>('referrals', line, [referral])) as [{ id: string }];
  const write = (action: string) =>
    stage.rows(
      'referrals',
      `begin; set local session_replication_role = replica;
       update audit_log set action = '${action}' where id = ${id}; commit`,
    );
  const before = await verify();
  expect(before === null, `The audit is broken before anybody changed it: ${before?.says}`);
  await write('read by nobody');
  const fault = await verify();
  await write('read');
  expect(
    fault?.what === 'changed' && fault.id === id,
    `Line ${id} of the audit was changed, and what is named is ${JSON.stringify(fault)}.`,
  );
  const after = await verify();
  expect(after === null, `The line is as it was, and the audit is still broken: ${after?.says}`);
}
