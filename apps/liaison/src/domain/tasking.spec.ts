import { describe, expect, it } from '@jest/globals';
import { department, givenTasking, office, stranger, taskingSent } from './given.js';
import {
  acknowledgeTasking,
  answerTasking,
  cancelTasking,
  declineTasking,
  evolveTasking,
  markOverdue,
  type Tasking,
  type TaskingEvent,
  type TaskingStatus,
} from './tasking.js';

const sent = givenTasking(taskingSent);
const taskingIn: Readonly<Record<TaskingStatus, Tasking>> = {
  sent,
  acknowledged: givenTasking(taskingSent, { type: 'TaskingAcknowledged' }),
  answered: givenTasking(taskingSent, { type: 'TaskingAnswered', answerCode: 'support_arranged' }),
  declined: givenTasking(taskingSent, { type: 'TaskingDeclined', reasonCode: 'not_our_mandate' }),
  cancelled: givenTasking(taskingSent, { type: 'TaskingCancelled' }),
};
const statuses = Object.keys(taskingIn) as TaskingStatus[];

const commands: Readonly<
  Record<string, [(state: Tasking, organizationId: string) => TaskingEvent[], TaskingStatus[], TaskingStatus]>
> = {
  acknowledge: [
    (state, organizationId) => acknowledgeTasking(state, { organizationId }),
    ['sent'],
    'acknowledged',
  ],
  answer: [
    (state, organizationId) => answerTasking(state, { organizationId, answerCode: 'support_arranged' }),
    ['sent', 'acknowledged'],
    'answered',
  ],
  decline: [
    (state, organizationId) => declineTasking(state, { organizationId, reasonCode: 'not_our_mandate' }),
    ['sent', 'acknowledged'],
    'declined',
  ],
};

describe.each(Object.entries(commands))('a department’s %s', (_, [decide, from, to]) => {
  it(`leads to ${to} from ${from.join(' and ')}, and is refused elsewhere`, () => {
    for (const status of statuses) {
      if (from.includes(status))
        expect(decide(taskingIn[status], department).reduce(evolveTasking, taskingIn[status]).status).toBe(
          to,
        );
      else
        expect(() => decide(taskingIn[status], department)).toThrow(
          expect.objectContaining({ code: 'tasking/not-in-this-state' }),
        );
    }
  });

  it('is that department’s alone: not the office’s, not another’s', () => {
    for (const other of [office, stranger])
      expect(() => decide(sent, other)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^tasking\//) }),
      );
  });
});

it('a request that is withdrawn takes back what is not answered yet, and nothing else', () => {
  for (const status of statuses)
    expect(cancelTasking(taskingIn[status])).toEqual(
      status === 'sent' || status === 'acknowledged' ? [{ type: 'TaskingCancelled' }] : [],
    );
});

describe('a department that is late (R23)', () => {
  it('is named as overdue, once; it may still answer', () => {
    const [overdue] = markOverdue(sent);
    expect(overdue).toEqual({ type: 'TaskingOverdue' });
    const late = evolveTasking(sent, overdue!);
    expect(late).toMatchObject({ status: 'sent', overdue: true });
    expect(markOverdue(late)).toEqual([]);
    expect(answerTasking(late, { organizationId: department, answerCode: 'support_arranged' })).toHaveLength(
      1,
    );
  });

  it('is not late any more once it has answered or declined', () => {
    expect(markOverdue(taskingIn.answered)).toEqual([]);
    expect(markOverdue(taskingIn.declined)).toEqual([]);
  });
});
