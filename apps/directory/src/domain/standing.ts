import { Refusal, type Bilingual } from '#libs/kernel';
import type { Organization, OrganizationEvent, Standing } from './organization.js';
import { agreementOver, departmentCodeWrong, operatesTheHub, standingNotThis } from './refusals.js';

function mustBe(state: Organization, ...allowed: readonly Standing[]): void {
  if (!allowed.includes(state.standing))
    throw new Refusal(standingNotThis, { facts: { standing: state.standing, allowedFrom: allowed } });
}

/** Who shut out the liaison office would shut out everyone who could let it in again. */
function mustNotOperateTheHub(given: { operatesTheHub: boolean }): void {
  if (given.operatesTheHub) throw new Refusal(operatesTheHub);
}

export function apply(
  application: { name: Bilingual; type: string; departmentCode: string | null },
  at: Date,
): OrganizationEvent[] {
  const { name, type, departmentCode } = application;
  if ((type === 'federal_department') !== (departmentCode !== null))
    throw new Refusal(departmentCodeWrong, { pointer: '/departmentCode' });
  return [{ type: 'OrganizationApplied', name, organizationType: type, departmentCode, at }];
}

export function vet(state: Organization, at: Date): OrganizationEvent[] {
  mustBe(state, 'applied');
  return [{ type: 'OrganizationVetted', at }];
}

/** The first agreement of one that was vetted, the next one of an active one, or a new one after an end. */
export function recordAgreement(state: Organization, given: { until: Date; at: Date }): OrganizationEvent[] {
  mustBe(state, 'vetted', 'agreement', 'active', 'suspended', 'ended');
  if (state.standing === 'ended' && state.activatedAt === null) mustBe(state, 'vetted');
  if (given.until <= given.at) throw new Refusal(agreementOver, { pointer: '/until' });
  return [{ type: 'AgreementRecorded', until: given.until }];
}

export function activate(state: Organization, at: Date): OrganizationEvent[] {
  mustBe(state, 'agreement');
  return [{ type: 'OrganizationActivated', until: runningUntil(state, at), at }];
}

export function suspend(
  state: Organization,
  given: { reasonCode: string; operatesTheHub: boolean },
): OrganizationEvent[] {
  mustNotOperateTheHub(given);
  mustBe(state, 'active');
  return [{ type: 'OrganizationSuspended', reasonCode: given.reasonCode }];
}

export function reinstate(state: Organization, at: Date): OrganizationEvent[] {
  mustBe(state, 'suspended');
  return [{ type: 'OrganizationReinstated', until: runningUntil(state, at) }];
}

export function end(
  state: Organization,
  given: { reasonCode: string; operatesTheHub: boolean },
): OrganizationEvent[] {
  mustNotOperateTheHub(given);
  mustBe(state, 'applied', 'vetted', 'agreement', 'active', 'suspended');
  return [{ type: 'OrganizationEnded', reasonCode: given.reasonCode }];
}

/** The agreement's end date: what was not renewed ends by itself. */
export function lapse(state: Organization, at: Date): OrganizationEvent[] {
  if (state.standing === 'ended' || state.agreementUntil === null || state.agreementUntil > at) return [];
  return [{ type: 'OrganizationEnded', reasonCode: 'agreement_lapsed' }];
}

function runningUntil({ agreementUntil }: Organization, at: Date): Date {
  if (agreementUntil === null || agreementUntil <= at) throw new Refusal(agreementOver);
  return agreementUntil;
}
