import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Passwords and secrets of one local hub, each made when it is first asked for and the same ever after. */
export class Secrets {
  private known: Record<string, string>;

  constructor(private readonly file: string) {
    this.known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  }

  of(name: string, bytes = 24, encoding: 'base64' | 'base64url' = 'base64url'): string {
    if (!this.known[name]) {
      this.known[name] = randomBytes(bytes).toString(encoding);
      this.save();
    }
    return this.known[name];
  }

  /** The secret, if there is one, which is from then on kept elsewhere. */
  takeOut(name: string): string | undefined {
    const { [name]: taken, ...rest } = this.known;
    if (taken === undefined) return undefined;
    this.known = rest;
    this.save();
    return taken;
  }

  private save(): void {
    writeFileSync(this.file, JSON.stringify(this.known, null, 2), { mode: 0o600 });
  }
}
