import { grantedFor, type Granted, type OperationName } from '#libs/access';
import type { KnownAccess } from '#libs/known-access';
import { refusal, Refusal } from '#libs/kernel';
import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Tokens, type KnownActor } from './tokens.js';

export const roleForbidden = refusal(
  'role/forbidden',
  'forbidden',
  'Your role may not do this. Ask a colleague who holds one of the roles named in "roles".',
  'Votre rôle ne permet pas cette action. Adressez-vous à une personne ayant l’un des rôles nommés dans « roles ».',
);
export const operatorsAlone = refusal(
  'role/operators-alone',
  'forbidden',
  'Only the operators of the hub, in the liaison office’s own organization, may do this. Ask the liaison office.',
  'Seules les personnes qui exploitent le carrefour, au bureau de liaison même, le peuvent. Adressez-vous au bureau de liaison.',
);
export const secondFactorNeeded = refusal(
  'token/second-factor-needed',
  'forbidden',
  'This needs a sign-in with a second factor, such as a code or a security key. Sign in again with it and repeat the request.',
  'Une connexion avec un second facteur, tel un code ou une clé de sécurité, est nécessaire. Reconnectez-vous ainsi et répétez la requête.',
);

export const operationName = Symbol('operation');

/** Which entry of the access table (libs/access) this handler is; a handler that names none lets no app start. */
export function Operation(name: OperationName): MethodDecorator {
  const granted = grantedFor(name);
  return applyDecorators(
    SetMetadata(operationName, name),
    ApiExtension('x-operation', name),
    ...(granted?.withoutToken ? [] : [ApiBearerAuth('token')]),
  );
}

export type AuthenticatedRequest = FastifyRequest & { actor?: KnownActor };

/**
 * Who calls (401), whether that access has ended meanwhile, then whether the access table lets the role do this, with a second factor where it asks for one (403); what
 * belongs to others is not found (404) by row level security. An operation without an entry answers nobody.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly knownAccess: Pick<KnownAccess, 'assertHolds'>,
    private readonly officeOrganizationId: string,
    private readonly grantedFor: (operation: string) => Granted | undefined,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const operation = this.reflector.get<string | undefined>(operationName, context.getHandler());
    const granted = operation === undefined ? undefined : this.grantedFor(operation);
    if (granted?.withoutToken) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.actor = await this.tokens.actorOf(request.headers.authorization);
    this.knownAccess.assertHolds(request.actor);
    this.assertMay(request.actor, granted);
    return true;
  }

  private assertMay({ role, organizationId, secondFactor }: KnownActor, granted: Granted | undefined): void {
    if (!granted?.roles.includes(role))
      throw new Refusal(roleForbidden, { facts: { roles: granted?.roles ?? [], yourRole: role } });
    if (granted.operatorsAlone && organizationId !== this.officeOrganizationId)
      throw new Refusal(operatorsAlone);
    if (granted.secondFactorOf.includes(role) && !secondFactor) throw new Refusal(secondFactorNeeded);
  }
}
