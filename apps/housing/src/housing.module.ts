import { HubModule } from '#libs/platform';
import { Module } from '@nestjs/common';
import { readConfig } from './config.js';
import { CancelHousingRequestController } from './features/cancel-housing-request/cancel-housing-request.controller.js';
import { CancelHousingRequestHandler } from './features/cancel-housing-request/cancel-housing-request.handler.js';
import { CloseEndedRequest } from './features/close-ended-request/close-ended-request.timer.js';
import { ConfirmHoldController } from './features/confirm-hold/confirm-hold.controller.js';
import { ConfirmHoldHandler } from './features/confirm-hold/confirm-hold.handler.js';
import { ExpireHold } from './features/expire-hold/expire-hold.timer.js';
import { ExtendHoldController } from './features/extend-hold/extend-hold.controller.js';
import { ExtendHoldHandler } from './features/extend-hold/extend-hold.handler.js';
import { FollowReferrals } from './features/follow-referrals/follow-referrals.consumer.js';
import { ImportResourcesController } from './features/import-resources/import-resources.controller.js';
import { ImportResourcesHandler } from './features/import-resources/import-resources.handler.js';
import { LapseOffer } from './features/lapse-offer/lapse-offer.timer.js';
import { MakeOfferController } from './features/make-offer/make-offer.controller.js';
import { MakeOfferHandler } from './features/make-offer/make-offer.handler.js';
import { MissArrival } from './features/miss-arrival/miss-arrival.timer.js';
import { PlaceHoldController } from './features/place-hold/place-hold.controller.js';
import { PlaceHoldHandler } from './features/place-hold/place-hold.handler.js';
import { ReadHoldsController } from './features/read-holds/read-holds.controller.js';
import { HoldReader } from './features/read-holds/read-holds.query.js';
import { ReadHousingRequestsController } from './features/read-housing-requests/read-housing-requests.controller.js';
import { HousingRequestReader } from './features/read-housing-requests/read-housing-requests.query.js';
import { ReadResourcesController } from './features/read-resources/read-resources.controller.js';
import { ResourceReader } from './features/read-resources/read-resources.query.js';
import { RecordArrivalController } from './features/record-arrival/record-arrival.controller.js';
import { RecordArrivalHandler } from './features/record-arrival/record-arrival.handler.js';
import { RefuseRequestController } from './features/refuse-request/refuse-request.controller.js';
import { RefuseRequestHandler } from './features/refuse-request/refuse-request.handler.js';
import { ReleaseHoldController } from './features/release-hold/release-hold.controller.js';
import { ReleaseHoldHandler } from './features/release-hold/release-hold.handler.js';
import { ReportCapacityController } from './features/report-capacity/report-capacity.controller.js';
import { ReportCapacityHandler } from './features/report-capacity/report-capacity.handler.js';
import { RequestHousingController } from './features/request-housing/request-housing.controller.js';
import { RequestHousingHandler } from './features/request-housing/request-housing.handler.js';
import { SearchAvailabilityController } from './features/search-availability/search-availability.controller.js';
import { AvailabilitySearch } from './features/search-availability/search-availability.query.js';
import { TellAvailability } from './features/tell-availability/tell-availability.timer.js';
import { WidenSearch } from './features/widen-search/widen-search.timer.js';
import { WithdrawHoldController } from './features/withdraw-hold/withdraw-hold.controller.js';
import { WithdrawHoldHandler } from './features/withdraw-hold/withdraw-hold.handler.js';
import { HousingHoldRow } from './persistence/housing-hold.row.js';
import { HousingHolds } from './persistence/housing-holds.repository.js';
import { HousingOfferRow } from './persistence/housing-offer.row.js';
import { HousingOffers } from './persistence/housing-offers.repository.js';
import { HousingRequestRow } from './persistence/housing-request.row.js';
import { HousingRequests } from './persistence/housing-requests.repository.js';
import { HousingResourceRow } from './persistence/housing-resource.row.js';
import { HousingResources } from './persistence/housing-resources.repository.js';
import { PublicAvailabilityRow } from './persistence/public-availability.row.js';

@Module({
  imports: [
    HubModule.forApp({
      config: readConfig,
      rows: [HousingResourceRow, HousingRequestRow, HousingOfferRow, HousingHoldRow, PublicAvailabilityRow],
    }),
  ],
  controllers: [
    ImportResourcesController,
    ReportCapacityController,
    ReadResourcesController,
    SearchAvailabilityController,
    RequestHousingController,
    CancelHousingRequestController,
    ReadHousingRequestsController,
    MakeOfferController,
    RefuseRequestController,
    PlaceHoldController,
    ExtendHoldController,
    ConfirmHoldController,
    RecordArrivalController,
    ReleaseHoldController,
    WithdrawHoldController,
    ReadHoldsController,
    FollowReferrals,
  ],
  providers: [
    HousingResources,
    HousingRequests,
    HousingOffers,
    HousingHolds,
    ImportResourcesHandler,
    ReportCapacityHandler,
    RequestHousingHandler,
    CancelHousingRequestHandler,
    MakeOfferHandler,
    RefuseRequestHandler,
    PlaceHoldHandler,
    ExtendHoldHandler,
    ConfirmHoldHandler,
    RecordArrivalHandler,
    ReleaseHoldHandler,
    WithdrawHoldHandler,
    AvailabilitySearch,
    HoldReader,
    HousingRequestReader,
    ResourceReader,
    CloseEndedRequest,
    ExpireHold,
    LapseOffer,
    MissArrival,
    TellAvailability,
    WidenSearch,
  ],
})
export class HousingModule {}
