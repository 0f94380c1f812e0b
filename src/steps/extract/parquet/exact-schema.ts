import type { ParquetParsers, SchemaElement } from 'hyparquet'

const raw = <T>(value: T): T => value

/** The library is to hand values on as the file has them: what it would make of them loses digits. */
export const parsers: ParquetParsers = {
  timestampFromMilliseconds: raw,
  timestampFromMicroseconds: raw,
  timestampFromNanoseconds: raw,
  dateFromDays: raw,
  stringFromBytes: raw,
  jsonFromBytes: raw,
  geometryFromBytes: raw,
  geographyFromBytes: raw,
  uuidFromBytes: raw,
}

/** What the file says of an element, put aside where the library would act on it. */
const said = new WeakMap<SchemaElement, SchemaElement>()

/** The element as the file has it. */
export function asSaid(element: SchemaElement): SchemaElement {
  return said.get(element) ?? element
}

/** Decimals, intervals and BSON without their annotation, lists and maps with the older one, which the library goes by. */
export function exactSchema(schema: readonly SchemaElement[]): SchemaElement[] {
  return schema.map((element) => {
    const { converted_type: converted, logical_type: logical, ...rest } = element
    const nested = logical?.type === 'LIST' || logical?.type === 'MAP' ? logical.type : undefined
    if (nested !== undefined && converted === undefined) return { ...element, converted_type: nested }
    if (!isPutAside(converted ?? logical?.type)) return element
    const bare: SchemaElement = rest
    said.set(bare, element)
    return bare
  })
}

function isPutAside(annotation: string | undefined): boolean {
  return annotation === 'DECIMAL' || annotation === 'INTERVAL' || annotation === 'BSON'
}
