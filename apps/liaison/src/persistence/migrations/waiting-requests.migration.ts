import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for an organization is found without reading what waits for nobody. */
export class WaitingRequests1764300000002 implements MigrationInterface {
  readonly name = 'WaitingRequests1764300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index liaison_request_of_office on liaison_request (office_organization_id, id)
        where status in ('submitted', 'acknowledged', 'triaged', 'consolidating');
      create index liaison_request_of_sender on liaison_request (sender_organization_id, id) where status = 'answered';
      create index department_tasking_of_department on department_tasking (department_organization_id, id)
        where status in ('sent', 'acknowledged')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index department_tasking_of_department, liaison_request_of_sender, liaison_request_of_office',
    );
  }
}
