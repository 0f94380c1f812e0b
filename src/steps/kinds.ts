import type * as z from 'zod'
import type { Tell } from './authored.ts'
import { extractKind } from './extract/kind.ts'
import type { StepFacts, StepKind, TextShape, TextUse } from './kind.ts'
import { loadKind } from './load/kind.ts'
import { runKind } from './run/kind.ts'
import { transformKind } from './transform/kind.ts'
import { usesKind } from './uses/kind.ts'

/** Every kind of step by its key, in the order in which the reference tells them. What does their work: `registry.ts`. */
const kinds = {
  extract: extractKind,
  transform: transformKind,
  load: loadKind,
  run: runKind,
  uses: usesKind,
}

export type KindName = keyof typeof kinds
type OptionsOf = { readonly [Name in KindName]: ReturnType<(typeof kinds)[Name]['decode']> }
type AuthoredOf = { readonly [Name in KindName]: z.output<(typeof kinds)[Name]['schema']> }
type Optional = { readonly [Name in KindName]: z.ZodOptional<(typeof kinds)[Name]['schema']> }

/** A step's kind and its options, told apart by `kind`. */
export type StepOptions<Name extends KindName = KindName> = {
  [Each in Name]: { readonly kind: Each; readonly options: OptionsOf[Each] }
}[Name]

const byName: { readonly [Name in KindName]: StepKind<AuthoredOf[Name], OptionsOf[Name]> } = kinds

// oxlint-disable-next-line no-unsafe-type-assertion -- the keys of an object are strings to TypeScript
export const kindNames = Object.keys(kinds) as readonly KindName[]

/** The shape of a step's keys: one for each kind, none of which must be there. */
// oxlint-disable-next-line no-unsafe-type-assertion -- as above
export const kindShape = Object.fromEntries(
  Object.entries(kinds).map(([name, { schema, meaning }]) => [name, schema.optional().describe(meaning)]),
) as Optional

export function decodeOptions<Name extends KindName>(
  kind: Name,
  authored: AuthoredOf[Name],
  tell: Tell,
): StepOptions<Name> {
  return { kind, options: byName[kind].decode(authored, tell) }
}

/** What follows from a step's options without running it. */
export function factsOf<Name extends KindName>({ kind, options }: StepOptions<Name>): StepFacts {
  return byName[kind].facts(options)
}

/** What a text below a kind's key is when it holds `${{ }}`; `undefined` where it can hold none. */
export function textUse(kind: string, option: string): TextUse | undefined {
  const texts = kindNames.find((name) => name === kind)
  const uses = texts === undefined ? {} : byName[texts].texts
  return Object.hasOwn(uses, option) ? uses[option] : undefined
}

/** What a text below a kind's key must look like once its expressions have their values; `undefined`: anything. */
export function textShape(kind: string, option: string): TextShape | undefined {
  const name = kindNames.find((each) => each === kind)
  return name === undefined ? undefined : byName[name].shapes?.[option]
}

/** Keys of a step that a kind would ignore. */
export function ignoredBy(kind: KindName): NonNullable<StepKind<unknown, unknown>['ignores']> {
  return byName[kind].ignores ?? {}
}
