/** The part of esbuild's account of a build that the notices are made of. */
export interface BuildAccount {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

export function thirdPartyNotices(metafiles: readonly BuildAccount[]): string;
