export enum Kind {
  Sale,
  Refund,
}

export const kinds = (batches: AsyncIterable<object[]>) => batches
