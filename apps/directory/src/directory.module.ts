import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { ActivateOrganizationController } from './features/activate-organization/activate-organization.controller.js';
import { ActivateOrganizationHandler } from './features/activate-organization/activate-organization.handler.js';
import { ChangeMemberRoleController } from './features/change-member-role/change-member-role.controller.js';
import { ChangeMemberRoleHandler } from './features/change-member-role/change-member-role.handler.js';
import { EndOrganizationController } from './features/end-organization/end-organization.controller.js';
import { EndOrganizationHandler } from './features/end-organization/end-organization.handler.js';
import { EndWithAgreement } from './features/end-with-agreement/end-with-agreement.timer.js';
import { EnterApplicationController } from './features/enter-application/enter-application.controller.js';
import { EnterApplicationHandler } from './features/enter-application/enter-application.handler.js';
import { InviteMemberController } from './features/invite-member/invite-member.controller.js';
import { InviteMemberHandler } from './features/invite-member/invite-member.handler.js';
import { ReadDirectoryController } from './features/read-directory/read-directory.controller.js';
import { DirectoryReader } from './features/read-directory/read-directory.query.js';
import { ReadMembersController } from './features/read-members/read-members.controller.js';
import { MembersReader } from './features/read-members/read-members.query.js';
import { ReadRegionsController } from './features/read-regions/read-regions.controller.js';
import { RecordAgreementController } from './features/record-agreement/record-agreement.controller.js';
import { RecordAgreementHandler } from './features/record-agreement/record-agreement.handler.js';
import { RegisterRegionalHubController } from './features/register-regional-hub/register-regional-hub.controller.js';
import { RegisterRegionalHubHandler } from './features/register-regional-hub/register-regional-hub.handler.js';
import { ReinstateOrganizationController } from './features/reinstate-organization/reinstate-organization.controller.js';
import { ReinstateOrganizationHandler } from './features/reinstate-organization/reinstate-organization.handler.js';
import { RemoveMemberController } from './features/remove-member/remove-member.controller.js';
import { RemoveMemberHandler } from './features/remove-member/remove-member.handler.js';
import { SuspendOrganizationController } from './features/suspend-organization/suspend-organization.controller.js';
import { SuspendOrganizationHandler } from './features/suspend-organization/suspend-organization.handler.js';
import { VetOrganizationController } from './features/vet-organization/vet-organization.controller.js';
import { VetOrganizationHandler } from './features/vet-organization/vet-organization.handler.js';
import { MembershipRow } from './persistence/membership.row.js';
import { Memberships } from './persistence/memberships.repository.js';
import { OrganizationRow } from './persistence/organization.row.js';
import { Organizations } from './persistence/organizations.repository.js';
import { RegionalHubRow } from './persistence/regional-hub.row.js';
import { RegionalHubs } from './persistence/regional-hubs.repository.js';

/** Who can help, where, in which language; which organization and which member may act at all. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [OrganizationRow, RegionalHubRow, MembershipRow] })],
  controllers: [
    ActivateOrganizationController,
    ChangeMemberRoleController,
    EndOrganizationController,
    EnterApplicationController,
    InviteMemberController,
    ReadDirectoryController,
    ReadMembersController,
    ReadRegionsController,
    RecordAgreementController,
    RegisterRegionalHubController,
    ReinstateOrganizationController,
    RemoveMemberController,
    SuspendOrganizationController,
    VetOrganizationController,
  ],
  providers: [
    Organizations,
    Memberships,
    RegionalHubs,
    DirectoryReader,
    MembersReader,
    EndWithAgreement,
    ActivateOrganizationHandler,
    ChangeMemberRoleHandler,
    EndOrganizationHandler,
    EnterApplicationHandler,
    InviteMemberHandler,
    RecordAgreementHandler,
    RegisterRegionalHubHandler,
    ReinstateOrganizationHandler,
    RemoveMemberHandler,
    SuspendOrganizationHandler,
    VetOrganizationHandler,
  ],
})
export class DirectoryModule {}
