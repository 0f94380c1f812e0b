import type { Contexts } from '../expression/contexts.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import type { Step } from '../manifest/manifest.ts'
import { textUse } from '../steps/kinds.ts'

/** The step's options with every `${{ }}` outside SQL and scripts replaced. Throws the `Failure` of the expression. */
export function resolveOptions(step: Step, contexts: Contexts): unknown {
  return Object.fromEntries(
    Object.entries(step.options).map(([key, value]) => [
      key,
      isVerbatim(step, key) ? value : resolved(value, contexts),
    ]),
  )
}

/** Options whose text is another language: SQL binds its expressions, a script must not hold any. */
function isVerbatim({ kind }: Step, key: string): boolean {
  const use = textUse(kind, key)
  return use === 'sql' || use === 'script'
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
