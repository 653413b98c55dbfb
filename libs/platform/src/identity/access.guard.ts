import { refusal, Refusal, type Role } from '#libs/kernel';
import type { Actor } from '#libs/messaging';
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
import { Tokens } from './tokens.js';

export const roleForbidden = refusal(
  'role/forbidden',
  'forbidden',
  'Your role may not do this. Ask a colleague who holds one of the roles named in "roles".',
  'Votre rôle ne permet pas cette action. Adressez-vous à une personne ayant l’un des rôles nommés dans « roles ».',
);

const allowedRoles = Symbol('allowed roles');
const isPublic = Symbol('public');

/** The roles (R65) that may call this; an endpoint that names none answers nobody. */
export function Allow(...roles: Role[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(allowedRoles, roles),
    ApiBearerAuth('token'),
    ApiExtension('x-roles', roles),
  );
}

/** No token needed: health, metrics, documents. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(isPublic, true);

export type AuthenticatedRequest = FastifyRequest & { actor?: Actor };

/** Who calls (401), then whether the role may (403); what belongs to others is not found (404) by row level security. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(isPublic, targets)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.actor = await this.tokens.actorOf(request.headers.authorization);
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(allowedRoles, targets) ?? [];
    if (!roles.includes(request.actor.role))
      throw new Refusal(roleForbidden, { facts: { roles, yourRole: request.actor.role } });
    return true;
  }
}
