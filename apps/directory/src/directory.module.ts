import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { ReadDirectoryController } from './features/read-directory/read-directory.controller.js';
import { DirectoryReader } from './features/read-directory/read-directory.query.js';
import { ReadRegionsController } from './features/read-regions/read-regions.controller.js';
import { RegisterOrganizationController } from './features/register-organization/register-organization.controller.js';
import { RegisterOrganizationHandler } from './features/register-organization/register-organization.handler.js';
import { RegisterRegionalHubController } from './features/register-regional-hub/register-regional-hub.controller.js';
import { RegisterRegionalHubHandler } from './features/register-regional-hub/register-regional-hub.handler.js';
import { OrganizationRow } from './persistence/organization.row.js';
import { RegionalHubRow } from './persistence/regional-hub.row.js';
import { Organizations } from './persistence/organizations.repository.js';
import { RegionalHubs } from './persistence/regional-hubs.repository.js';

/** Who can help, where, in which language. */
@Module({
  imports: [HubModule.forApp({ config: readConfig, rows: [OrganizationRow, RegionalHubRow] })],
  controllers: [
    ReadDirectoryController,
    ReadRegionsController,
    RegisterOrganizationController,
    RegisterRegionalHubController,
  ],
  providers: [
    Organizations,
    RegionalHubs,
    DirectoryReader,
    RegisterOrganizationHandler,
    RegisterRegionalHubHandler,
  ],
})
export class DirectoryModule {}
