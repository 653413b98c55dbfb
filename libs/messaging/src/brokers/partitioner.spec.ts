import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf } from './partitioner.js';

describe('the partitioner', () => {
  // The vectors of Kafka's Java client (UtilsTest.testMurmur2).
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('murmur2 of %s is what Kafka’s own client says', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('the sign is cleared, so that a negative hash has a partition, too', () => {
    expect(partitionOf('21', 12)).toBe((-973932308 & 0x7fffffff) % 12);
    expect(partitionOf('abc', 12)).toBe(479470107 % 12);
  });

  it('keys spread over all partitions', () => {
    const counts = Array.from({ length: 12 }, () => 0);
    for (let key = 0; key < 12_000; key += 1) counts[partitionOf(`key ${key}`, 12)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });
});
