import { expect } from '@jest/globals';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import { openHousing } from '../../infra/local/demonstration/story.js';
import { eventually } from '#libs/testing';
import { acceptedRequest } from './stage.js';

/** Needs that no shelter of the imported ones meets: the search ends by itself, and says why. */
export async function noBedAnywhere(stage: Stage): Promise<void> {
  const needs = ['emergency_bed', 'women_only', 'men_only'];
  const { request, referral } = await acceptedRequest(stage, needs);
  const housing = await openHousing(stage, referral, '', needs);
  const unmet = await stage.watch.first(
    'housing.request-unmet.v1',
    (event) => event.type === 'housing.request-unmet.v1' && event.subject === housing,
  );
  expect(unmet.data['reasonCodes']).toContain('no_matching_resource');
  const { body } = await stage.party('hub-coordinator').get(`/v1/housing-requests/${housing}`);
  expect(body).toMatchObject({ state: 'unmet', waitingOn: 'nobody' });
  expect(body.endReasonCodes.length).toBeGreaterThan(0);
  await eventually(async () => {
    const timeline = await stage.party('ngo').get(`/v1/liaison-requests/${request}/timeline`);
    expect(timeline.body.items.map((item: { type: string }) => item.type)).toContain(
      'housing.request-unmet.v1',
    );
  });
  // One trace from the office's request, through the event, to what another service made of it.
  const events = stage.watch.of(request);
  const traceOf = (type: string) => events.find((event) => event.type === type)?.traceId;
  expect(traceOf('liaison.request-routed.v1')).toMatch(/^[0-9a-f]{32}$/);
  expect(traceOf('referrals.referral-sent.v1')).toBe(traceOf('liaison.request-routed.v1'));
  expect(traceOf('liaison.request-submitted.v1')).not.toBe(traceOf('liaison.request-routed.v1'));
}
