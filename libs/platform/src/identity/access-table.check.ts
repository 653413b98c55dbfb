import { AccessTableFaults, faultsOf, type AccessTable, type Handler } from '#libs/access';
import { RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, type DiscoveryService } from '@nestjs/core';
import { operationName } from './access.guard.js';

/** Compares the access table with the HTTP handlers that this process has: where they do not agree, it does not start. */
export class AccessTableCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly table: AccessTable,
    private readonly app: string,
  ) {}

  /** @throws AccessTableFaults naming every operation without an entry, entry without an operation, and unknown word */
  onModuleInit(): void {
    const faults = faultsOf(this.table, ['every app', this.app], this.handlers());
    if (faults.length > 0) throw new AccessTableFaults(faults);
  }

  private handlers(): Handler[] {
    const scanner = new MetadataScanner();
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      const prototype = (metatype as { prototype?: Record<string, object> } | null)?.prototype;
      if (!prototype) return [];
      return scanner
        .getAllMethodNames(prototype)
        .filter((method) => Reflect.getMetadata(METHOD_METADATA, prototype[method]!) in RequestMethod)
        .map((method) => ({
          handler: `${metatype!.name}.${method}`,
          operation: Reflect.getMetadata(operationName, prototype[method]!) as string | undefined,
        }));
    });
  }
}
