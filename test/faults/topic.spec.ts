import { describe, expect, it } from '@jest/globals';
import { topicFaults } from './topic.js';

const records = (...sequences: number[]) =>
  sequences.map((sequence) => ({ key: 'a', sequence, id: `event ${sequence}` }));
const once = { allowRepeats: false };
const repeated = { allowRepeats: true };

describe('a topic', () => {
  it('is whole where each aggregate counts from 1, in turn with others', () => {
    const other = { key: 'b', sequence: 1, id: 'of another' };
    expect(topicFaults([...records(1, 2), other, ...records(3)], once)).toEqual([]);
  });

  it('has a fault where a version stands before an earlier one, or one is missing', () => {
    expect(topicFaults(records(1, 3, 2), once)).toEqual([
      'reordered: version 3 of a follows 1 in the topic',
      'reordered: version 2 of a follows 3 in the topic',
    ]);
    expect(topicFaults(records(1, 3), once)).toHaveLength(1);
    expect(topicFaults(records(2), once)).toHaveLength(1);
  });

  it('may hold an event twice only where a relay or a broker was broken', () => {
    expect(topicFaults(records(1, 2, 1, 2, 3), once)).toEqual([
      'doubled: version 1 of a stands twice in the topic',
      'doubled: version 2 of a stands twice in the topic',
    ]);
    expect(topicFaults(records(1, 2, 1, 2, 3), repeated)).toEqual([]);
  });
});
