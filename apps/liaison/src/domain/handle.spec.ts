import { describe, expect, it } from '@jest/globals';
import {
  answered,
  at,
  given,
  hub,
  ngo,
  office,
  requestIn,
  stranger,
  submitted,
  triaged,
  acknowledged,
} from './given.js';
import {
  acknowledge,
  answer,
  closeInSilence,
  confirm,
  consolidate,
  decline,
  missAcknowledgement,
  route,
  triage,
  withdraw,
} from './handle.js';
import {
  evolve,
  waitingOn,
  type LiaisonRequest,
  type LiaisonRequestEvent,
  type RequestStatus,
} from './liaison-request.js';

const statuses = Object.keys(requestIn) as RequestStatus[];
const routing = {
  organizationId: office,
  hubOrganizationId: hub,
  hubServesRegion: true,
  departmentsWithoutOrganization: [],
};

interface Command {
  readonly decide: (state: LiaisonRequest, organizationId: string) => LiaisonRequestEvent[];
  readonly by: string;
  readonly from: readonly RequestStatus[];
  readonly to: RequestStatus;
}

/** domain.md 3.1, as far as it is served: who moves a request, from which states, to which. */
const commands: Readonly<Record<string, Command>> = {
  acknowledge: {
    decide: (state, organizationId) => acknowledge(state, { organizationId, at: at(10) }),
    by: office,
    from: ['submitted'],
    to: 'acknowledged',
  },
  triage: {
    decide: (state, organizationId) =>
      triage(state, { organizationId, priority: 'urgent', departments: ['PS'] }),
    by: office,
    from: ['acknowledged'],
    to: 'triaged',
  },
  route: {
    decide: (state, organizationId) => route(state, { ...routing, organizationId }),
    by: office,
    from: ['triaged'],
    to: 'with_departments',
  },
  answer: {
    decide: (state, organizationId) =>
      answer(state, { organizationId, answerCode: 'support_arranged', openTaskings: 0, at: at(90) }),
    by: office,
    from: ['triaged', 'consolidating'],
    to: 'answered',
  },
  decline: {
    decide: (state, organizationId) =>
      decline(state, { organizationId, reasonCode: 'out_of_scope', alternativeCode: 'hotline' }),
    by: office,
    from: ['submitted', 'acknowledged', 'triaged'],
    to: 'declined',
  },
  withdraw: {
    decide: (state, organizationId) => withdraw(state, { organizationId, at: at(20) }),
    by: ngo,
    from: ['submitted', 'acknowledged', 'triaged', 'with_departments', 'consolidating', 'answered'],
    to: 'withdrawn',
  },
  confirm: {
    decide: (state, organizationId) => confirm(state, { organizationId }),
    by: ngo,
    from: ['answered'],
    to: 'closed_confirmed',
  },
};

describe.each(Object.entries(commands))('%s', (_, { decide, by, from, to }) => {
  it.each(from.map((status) => [status]))(`leads from %s to ${to}`, (status) => {
    expect(decide(requestIn[status], by).reduce<LiaisonRequest>(evolve, requestIn[status]).status).toBe(to);
  });

  it.each(statuses.filter((status) => !from.includes(status)).map((status) => [status]))(
    'is refused where the request is %s, and the refusal says from where it is allowed',
    (status) => {
      expect(() => decide(requestIn[status], by)).toThrow(
        expect.objectContaining({
          code: 'liaison-request/not-in-this-state',
          more: expect.objectContaining({ facts: expect.objectContaining({ state: status }) }),
        }),
      );
    },
  );

  it('is nobody else’s to do', () => {
    for (const other of [ngo, office, hub, stranger].filter((one) => one !== by))
      expect(() => decide(requestIn[from[0]!], other)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^liaison-request\//) }),
      );
  });
});

describe('the acknowledgement clock (R22)', () => {
  it('a breach is an event, once, and moves nothing', () => {
    const [missed] = missAcknowledgement(requestIn.submitted);
    expect(missed).toEqual({ type: 'AcknowledgementMissed', dueAt: at(240) });
    const after = evolve(requestIn.submitted, missed!);
    expect(after).toMatchObject({ status: 'submitted', acknowledgementMissed: true });
    expect(missAcknowledgement(after)).toEqual([]);
  });

  it.each(statuses.filter((status) => status !== 'submitted').map((status) => [status]))(
    'nothing is missed where the request is %s',
    (status) => expect(missAcknowledgement(requestIn[status])).toEqual([]),
  );
});

describe('triage', () => {
  const with_ = (priority: string) =>
    triage(requestIn.acknowledged, { organizationId: office, priority, departments: ['PS', 'PS', 'IRCC'] });

  it('may raise the urgency that the sender stated, and names each department once', () => {
    expect(with_('emergency')).toEqual([
      { type: 'LiaisonRequestTriaged', priority: 'emergency', departments: ['PS', 'IRCC'] },
    ]);
  });

  it('may not lower it (R22)', () => {
    expect(() => with_('routine')).toThrow(expect.objectContaining({ more: { pointer: '/priority' } }));
  });
});

describe('routing', () => {
  const noDepartments = given(submitted, acknowledged, {
    ...triaged,
    departments: [],
  } as LiaisonRequestEvent);

  it('without departments it is the office’s turn at once', () => {
    expect(route(noDepartments, routing).map((event) => event.type)).toEqual([
      'LiaisonRequestRouted',
      'ConsolidationStarted',
    ]);
  });

  it('is refused where neither a hub nor a department is named', () => {
    expect(() => route(noDepartments, { ...routing, hubOrganizationId: null })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^liaison-request\//) }),
    );
  });

  it('is refused for a hub that does not serve the region, and for a department that nobody stands for', () => {
    expect(() => route(requestIn.triaged, { ...routing, hubServesRegion: false })).toThrow(
      expect.objectContaining({ more: { pointer: '/regionalHubOrganizationId' } }),
    );
    expect(() => route(requestIn.triaged, { ...routing, departmentsWithoutOrganization: ['PS'] })).toThrow(
      expect.objectContaining({ more: { facts: { departments: ['PS'] } } }),
    );
  });
});

describe('consolidation (R23)', () => {
  it('begins once no tasking is open, and not before', () => {
    expect(consolidate(requestIn.with_departments, { open: 1 })).toEqual([]);
    expect(consolidate(requestIn.with_departments, { open: 0 })).toEqual([{ type: 'ConsolidationStarted' }]);
  });

  it('begins once: what comes later changes nothing', () => {
    expect(consolidate(requestIn.consolidating, { open: 0 })).toEqual([]);
    expect(consolidate(requestIn.withdrawn, { open: 0 })).toEqual([]);
  });

  it('an answer before that is refused, and says how many departments are awaited', () => {
    expect(() =>
      answer(requestIn.with_departments, {
        organizationId: office,
        answerCode: 'support_arranged',
        openTaskings: 2,
        at: at(60),
      }),
    ).toThrow(expect.objectContaining({ more: { facts: { openTaskings: 2 } } }));
  });
});

describe('after the answer', () => {
  it('silence closes it; a request that is not answered is not closed by silence', () => {
    expect(closeInSilence(requestIn.answered)).toEqual([{ type: 'LiaisonRequestClosed', how: 'no_reply' }]);
    for (const status of statuses.filter((one) => one !== 'answered'))
      expect(closeInSilence(requestIn[status])).toEqual([]);
  });

  it('the answer is a code of the sender’s request, kept with it', () => {
    expect(given(submitted, answered)).toMatchObject({ status: 'answered', answerCode: 'support_arranged' });
  });
});

it('at every moment it is somebody’s turn, until the request has ended', () => {
  const turns = Object.fromEntries(statuses.map((status) => [status, waitingOn(status)]));
  expect(turns).toEqual({
    submitted: 'office',
    acknowledged: 'office',
    triaged: 'office',
    with_departments: 'departments',
    consolidating: 'office',
    answered: 'sender',
    closed_confirmed: 'nobody',
    closed_no_reply: 'nobody',
    declined: 'nobody',
    withdrawn: 'nobody',
  });
});
