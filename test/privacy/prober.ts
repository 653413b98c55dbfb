import { randomUUID } from 'node:crypto';
import { accessTable, grantedFor, type Granted } from '#libs/access';
import { roles } from '#libs/kernel';
import {
  capacitiesOf,
  everyOrganization,
  namesOne,
  officeId,
  pathOf,
  ofOnesOwn,
  segmentOf,
  strangerId,
  type KnownThing,
  type KnownThings,
} from './known-things.js';
import { operations, sampleOf, type Operation } from './requests.js';
import type { Answer, Caller, ProbedHub } from './stage.js';

const pagesMax = 60;

export interface Finding {
  readonly operation: string;
  readonly caller: string;
  readonly expected: string;
  readonly answered: string;
}

/** Every operation, every role, an organization in each capacity and a stranger, against the access table. */
export class Prober {
  private calls = 0;

  constructor(
    private readonly hub: ProbedHub,
    private readonly things: KnownThings,
    private readonly granted: (operation: string) => Granted | undefined = grantedFor,
  ) {}

  get callsMade(): number {
    return this.calls;
  }

  /** What was answered otherwise than the table says. */
  async probe(names: readonly string[] = operations.map(({ name }) => name)): Promise<Finding[]> {
    const findings: Finding[] = [];
    // Reading first: what is changed may not be there any more.
    const wanted = operations.filter(({ name }) => names.includes(name));
    for (const operation of wanted.sort((one, other) => (one.method < other.method ? -1 : 1))) {
      const granted = this.granted(operation.name);
      if (!granted) {
        findings.push({ operation: operation.name, caller: '-', expected: 'an entry', answered: 'none' });
        continue;
      }
      if (granted.withoutToken) continue;
      findings.push(...(await this.probeOperation(operation, granted)));
    }
    return findings;
  }

  private async probeOperation(operation: Operation, granted: Granted): Promise<Finding[]> {
    const findings: Finding[] = [];
    const [thing] = this.things.of(operation);
    const url = thing ? pathOf(operation, thing.id) : operation.path;
    const probe = async (caller: Caller | null, expected: string, holds: (answer: Answer) => boolean) => {
      const answer = await this.send(operation, caller, url);
      if (!holds(answer))
        findings.push({
          operation: operation.name,
          caller: caller ? `${caller.role} of ${caller.organization}` : 'nobody',
          expected,
          answered: `${answer.status} ${codeOf(answer)}`,
        });
    };

    await probe(null, '401', ({ status }) => status === 401);
    for (const role of roles.filter((one) => !granted.roles.includes(one)))
      for (const organization of this.representatives(thing))
        await probe({ organization, role, secondFactor: true }, '403', ({ status }) => status === 403);
    for (const role of granted.secondFactorOf)
      for (const organization of this.representatives(thing))
        await probe(
          { organization, role, secondFactor: false },
          '403, a second factor is needed',
          ({ status }) => status === 403,
        );
    for (const role of granted.roles)
      for (const organization of this.representatives(thing))
        await this.probeGranted(operation, granted, thing, { organization, role, secondFactor: true }, probe);
    return findings;
  }

  private async probeGranted(
    operation: Operation,
    granted: Granted,
    thing: KnownThing | undefined,
    caller: Caller,
    probe: (caller: Caller, expected: string, holds: (answer: Answer) => boolean) => Promise<void>,
  ): Promise<void> {
    if (granted.operatorsAlone && caller.organization !== officeId)
      return probe(caller, '403, the operators alone', ({ status }) => status === 403);
    if (!namesOne(operation) || !thing || ofOnesOwn.includes(operation.name)) return undefined;
    const own = capacitiesOf(thing, caller.organization);
    const sees = granted.thing.seenBy.some((capacity) => own.has(capacity));
    if (!sees) return probe(caller, '404', ({ status }) => status === 404);
    const may = granted.actsAs.some((capacity) => own.has(capacity));
    if (!may)
      return probe(caller, 'a refusal', ({ status }) => status >= 400 && status < 500 && status !== 401);
    const missing = await this.codeOfMissing(operation, caller);
    return probe(
      caller,
      'to be let through, or a rule of the thing itself',
      (answer) =>
        answer.status !== 401 &&
        !(answer.status === 403 && /^(role|token|access|member|organization)\//.test(codeOf(answer))) &&
        !(answer.status === 404 && codeOf(answer) === missing),
    );
  }

  /** For a stranger what exists is answered as what does not: the same status, code and words (nothing can be counted through). */
  async probeExistence(): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const operation of operations.filter(namesOne)) {
      const granted = this.granted(operation.name);
      if (!granted || granted.withoutToken || granted.thing.seenBy.includes('registered')) continue;
      if (granted.operatorsAlone || ofOnesOwn.includes(operation.name)) continue;
      for (const { id } of this.things.of(operation)) {
        const caller: Caller = { organization: strangerId, role: granted.roles[0]!, secondFactor: true };
        const [real, invented] = [
          await this.send(operation, caller, pathOf(operation, id)),
          await this.send(operation, caller, pathOf(operation, randomUUID())),
        ];
        if (real.status !== 404 || told(real) !== told(invented))
          findings.push({
            operation: operation.name,
            caller: 'a stranger',
            expected: `as for an invented id: ${told(invented)}`,
            answered: told(real),
          });
      }
    }
    return findings;
  }

  /** Lists: every item is of somebody who is party; pages hold what they hold, and no count tells of more. */
  async probeLists(): Promise<{ findings: Finding[]; itemsSeen: number }> {
    const findings: Finding[] = [];
    let itemsSeen = 0;
    for (const operation of operations.filter((one) => one.method === 'GET' && !one.path.includes('{'))) {
      const granted = this.granted(operation.name);
      const segment = segmentOf(operation);
      if (!granted || granted.withoutToken || this.things.of(operation).length === 0) continue;
      for (const role of granted.roles)
        for (const organization of everyOrganization) {
          const caller: Caller = { organization, role, secondFactor: true };
          const { ids, faults } = await this.pageThrough(operation, caller);
          itemsSeen += ids.length;
          const foreign: string[] = [];
          for (const id of ids) {
            const own = capacitiesOf(await this.things.read(segment, id), organization);
            if (!granted.thing.seenBy.some((capacity) => own.has(capacity))) foreign.push(id);
          }
          for (const fault of [...faults, ...foreign.map((id) => `lists ${id}, which is not theirs`)])
            findings.push({
              operation: operation.name,
              caller: `${role} of ${organization}`,
              expected: 'their own alone',
              answered: fault,
            });
        }
    }
    return { findings, itemsSeen };
  }

  private async pageThrough(
    operation: Operation,
    caller: Caller,
  ): Promise<{ ids: string[]; faults: string[] }> {
    const ids: string[] = [];
    const faults: string[] = [];
    const seen = new Set<string>();
    let after: string | null = null;
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await this.send(
        operation,
        caller,
        `${operation.path}?limit=1${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      if (answer.status !== 200) {
        // A list that needs a question is asked by its own tests.
        if (answer.status !== 400) faults.push(`answered ${answer.status} ${codeOf(answer)}`);
        break;
      }
      const body = JSON.parse(answer.text) as { items: { id?: string }[]; next: string | null };
      const extra = Object.keys(body).filter((name) => !['items', 'next'].includes(name));
      if (extra.length > 0) faults.push(`tells more than its page: ${extra.join(', ')}`);
      if (body.items.length > 1) faults.push(`a page of one holds ${body.items.length}`);
      if (body.items.length === 0 && body.next !== null)
        faults.push('an empty page tells that there is more');
      for (const { id } of body.items) {
        if (id === undefined) continue;
        if (seen.has(id)) faults.push(`lists ${id} twice`);
        seen.add(id);
        ids.push(id);
      }
      if (body.next === null) break;
      after = body.next;
    }
    return { ids, faults };
  }

  /** One organization of each combination of capacities, and a stranger. */
  private representatives(thing: KnownThing | undefined): string[] {
    const byCapacities = new Map<string, string>();
    for (const [organization, capacities] of thing?.capacities ?? [])
      if (everyOrganization.includes(organization))
        byCapacities.set([...capacities].sort().join(), organization);
    return [...byCapacities.values(), strangerId];
  }

  private readonly missing = new Map<string, string>();
  private async codeOfMissing(operation: Operation, caller: Caller): Promise<string> {
    const known = this.missing.get(operation.name);
    if (known !== undefined) return known;
    const code = codeOf(await this.send(operation, caller, pathOf(operation, randomUUID())));
    this.missing.set(operation.name, code);
    return code;
  }

  private send(operation: Operation, caller: Caller | null, url: string): Promise<Answer> {
    this.calls += 1;
    const body = operation.body ? sampleOf(operation.body, 'needed fields') : undefined;
    return this.hub.call(caller, operation.method, url, body);
  }
}

/** What an answer tells, but for its trace and the path that was asked. */
function told({ status, text }: Answer): string {
  const { traceId: _, instance: __, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return `${status} ${JSON.stringify(rest)}`;
}

function codeOf({ text }: Answer): string {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code ?? '');
  } catch {
    return '';
  }
}

/** Operations of the table that the document has not: they would go unprobed (those of each app's own port apart). */
export function unprobed(): string[] {
  const documented = new Set(operations.map(({ name }) => name));
  return Object.entries(accessTable)
    .filter(([section]) => section !== 'every app')
    .flatMap(([, section]) => Object.keys(section))
    .filter((name) => !documented.has(name));
}
