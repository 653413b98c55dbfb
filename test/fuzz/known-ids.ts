import type { Operation } from './document.js';
import type { WireAnswer } from '#libs/testing';

const keptMax = 60;

/** Ids that the hub gave in its answers, by what they are ids of, so that later requests meet things that there are. */
export class KnownIds {
  private readonly kept = new Map<string, string[]>();

  /** Ids of a collection of this name, else of whatever a property of this name means: `offerId` is one of `offers`. */
  of(name: string): readonly string[] {
    return this.kept.get(name) ?? this.kept.get(kindOf(name)) ?? [];
  }

  learn(operation: Operation, answer: WireAnswer | undefined): void {
    if (!answer || answer.status >= 300 || !answer.headers['content-type']?.startsWith('application/json'))
      return;
    const collection = operation.path.split('/').findLast((part) => part !== '' && !part.startsWith('{'))!;
    // An act on a thing answers with the thing itself.
    const own =
      /\{\w+\}\/[^/{]+$/.test(operation.path) && answer.status === 200
        ? operation.path.split('/')[2]!
        : collection;
    this.walk(JSON.parse(answer.body), own);
  }

  private walk(value: unknown, own: string): void {
    if (Array.isArray(value)) for (const member of value) this.walk(member, own);
    else if (value !== null && typeof value === 'object') {
      for (const [name, member] of Object.entries(value)) {
        if (typeof member === 'string' && name === 'id') {
          this.keep(own, member);
          this.keep(kindOf(own), member);
        } else if (typeof member === 'string' && name.endsWith('Id')) this.keep(kindOf(name), member);
        else this.walk(member, name === 'items' ? own : name);
      }
    }
  }

  private keep(kind: string, id: string): void {
    const ids = this.kept.get(kind) ?? [];
    if (!ids.includes(id)) this.kept.set(kind, [...ids.slice(-keptMax + 1), id]);
  }
}

/** `resourceId`, `housing-resources` and `resources` are ids of a resource. */
function kindOf(name: string): string {
  const last = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/-id$/, '')
    .split('-')
    .at(-1)!;
  return last.replace(/ies$/, 'y').replace(/s$/, '');
}
