import { ownedByWorker, visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LiaisonTables1764000000001 implements MigrationInterface {
  readonly name = 'LiaisonTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table liaison_request (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        status text not null,
        kind text not null,
        needs jsonb not null,
        region_code text not null,
        urgency text not null,
        language text not null,
        sender_organization_id uuid not null,
        office_organization_id uuid not null,
        submitted_at timestamptz not null,
        acknowledge_due_at timestamptz not null,
        acknowledgement_missed boolean not null,
        priority text,
        departments jsonb not null,
        hub_organization_id uuid,
        answer_code text,
        reason_code text,
        alternative_code text
      );
      ${visibleToParties('liaison', 'liaison_request')}

      create table department_tasking (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        status text not null,
        request_id uuid not null,
        department text not null,
        department_organization_id uuid not null,
        office_organization_id uuid not null,
        sender_organization_id uuid not null,
        kind text not null,
        region_code text not null,
        priority text not null,
        sent_at timestamptz not null,
        due_at timestamptz not null,
        overdue boolean not null,
        answer_code text,
        reason_code text,
        unique (request_id, department)
      );
      ${visibleToParties('liaison', 'department_tasking')}

      create table request_step (
        id bigint generated always as identity primary key,
        request_id uuid not null,
        at timestamptz not null,
        type text not null,
        state text,
        waiting_on text not null
      );
      create index request_step_of_request on request_step (request_id, id);
      ${visibleToParties('liaison', 'request_step', 'request_id')}

      create table known_organization (
        organization_id uuid primary key,
        type text not null,
        department_code text
      );
      ${ownedByWorker('liaison', 'known_organization', true)}

      create table known_hub (
        organization_id uuid primary key,
        region_codes jsonb not null
      );
      ${ownedByWorker('liaison', 'known_hub', true)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table known_hub, known_organization, request_step, department_tasking, liaison_request',
    );
  }
}
