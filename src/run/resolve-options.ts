import { Failure } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateJson } from '../expression/evaluate-json.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import type { Step } from '../manifest/manifest.ts'
import { textShape, textUse } from '../steps/kinds.ts'
import { settleStep } from './settle-step.ts'

/** The step's options with every `${{ }}` outside SQL and scripts replaced. Throws the `Failure` of the expression. */
export function resolveOptions(step: Step, contexts: Contexts): unknown {
  const { kind, options } = settleStep(step, contexts)
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      optionOf({ id: step.id, kind, key }, value, contexts),
    ]),
  )
}

interface Option {
  readonly id: string
  readonly kind: string
  readonly key: string
}

/** SQL binds its expressions, and a script must not hold any: their text is another language, and left alone. */
function optionOf(option: Option, value: unknown, contexts: Contexts): unknown {
  const use = textUse(option.kind, option.key)
  if (use === 'sql' || use === 'script') return value
  // Options come from YAML, so they are plain data.
  if (use === 'value') return evaluateJson(JSON.parse(JSON.stringify(value)), contexts)
  const made = resolved(value, contexts)
  if (typeof made === 'string' && made !== value) requireShape(option, made)
  return made
}

function requireShape({ id, kind, key }: Option, made: string): void {
  const shape = textShape(kind, key)
  if (shape === undefined || shape.pattern.test(made)) return
  throw new Failure('expression/type', `step "${id}": \`${key}\` must be ${shape.wanted}, but is "${made}"`, {
    help: 'change what the expression comes to',
  })
}

function resolved(value: unknown, contexts: Contexts): unknown {
  if (typeof value === 'string') return template(value, contexts)
  if (Array.isArray(value)) return value.map((item) => resolved(item, contexts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, contexts)]))
}

/** A record of templates, evaluated. */
export function resolveTemplates(
  templates: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, template(text, contexts)]))
}

function template(text: string, contexts: Contexts): string {
  return text.includes('${{') ? evaluateTemplate(text, contexts) : text
}
