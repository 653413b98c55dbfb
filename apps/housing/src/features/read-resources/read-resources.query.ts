import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { resourceNotFound } from '../../domain/refusals.js';
import { figuresOf } from '../../persistence/figures.js';
import { HousingResourceRow } from '../../persistence/housing-resource.row.js';
import {
  resourceAnswer,
  type AddressAnswer,
  type ResourceAnswer,
} from '../../persistence/resource-answers.js';

@Injectable()
export class ResourceReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  one(actor: Actor, id: string): Promise<ResourceAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(HousingResourceRow, { id });
      if (!row) throw new Refusal(resourceNotFound);
      const [address] = await tx.query<AddressAnswer>(
        `select name, organization_name as "organizationName", line, city, province, postal_code as "postalCode"
         from housing_resource_address where resource_id = $1`,
        [id],
      );
      await auditRead(tx, 'resource', id);
      return resourceAnswer(row, (await figuresOf(tx, [id])).get(id) ?? null, address ?? null);
    });
  }
}
