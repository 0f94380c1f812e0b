import { type Contexts } from '../expression/contexts.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import type { Step } from '../manifest/manifest.ts'

/** Keys whose text is another language: SQL binds its expressions, a script must not hold any. */
const verbatim = new Set(['sql', 'script'])

/** The step's options with every `${{ }}` outside SQL and scripts replaced. Throws the `Failure` of the expression. */
export function resolveOptions(step: Step, contexts: Contexts): unknown {
  return resolved(step.options, contexts)
}

function resolved(value: unknown, contexts: Contexts): unknown {
  if (typeof value === 'string') return value.includes('${{') ? evaluateTemplate(value, contexts) : value
  if (Array.isArray(value)) return value.map((item) => resolved(item, contexts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, verbatim.has(key) ? item : resolved(item, contexts)]),
  )
}

/** A record of templates, evaluated. */
export function resolveTemplates(
  templates: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).map(([name, text]) => [
      name,
      text.includes('${{') ? evaluateTemplate(text, contexts) : text,
    ]),
  )
}
