import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import { type Manifests, isUses, usedFile } from '../graph/used-file.ts'
import { inputMistake } from '../manifest/input-mistake.ts'
import type { InputType, Manifest } from '../manifest/manifest.ts'
import { textAt } from '../source/locate.ts'
import type { Source } from '../source/source.ts'
import { isExactNumber } from '../text/exact-number.ts'

/** Values of inputs whose digits YAML does not keep: `007` is 7, and past 17 digits there are no more. */
export function checkWrittenNumbers(source: Source, manifest: Manifest, used: Manifests): Diagnostic[] {
  return valuesIn(manifest, used)
    .filter(({ type }) => type === 'integer' || type === 'number' || type === 'json')
    .flatMap(({ path }) => numbersBelow(valueAt(source.authored, path), path))
    .flatMap(({ path, value }) => {
      const at = { file: source.file, path, part: 'value' as const }
      const written = textAt(source, at)
      if (isKept(written) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return []
      return [
        inputMistake(
          at,
          `${written} is the number ${value} in YAML`,
          `write ${value}, or a text: "${written}"`,
        ),
      ]
    })
}

interface Value {
  readonly path: Path
  readonly type: InputType | undefined
}

function valuesIn({ inputs, schedules, steps }: Manifest, used: Manifests): Value[] {
  const given = (path: Path, names: object, types: Manifest['inputs'] = {}): Value[] =>
    Object.keys(names).map((name) => ({
      path: [...path, name],
      type: Object.hasOwn(types, name) ? types[name]?.type : undefined,
    }))
  return [
    ...Object.entries(inputs).map(([name, { type }]) => ({ path: ['inputs', name, 'default'], type })),
    ...schedules.flatMap((schedule, index) =>
      given(['on', 'schedule', index, 'with'], schedule.with, inputs),
    ),
    ...steps
      .filter(isUses)
      .flatMap((step) => given([...step.path, 'with'], step.with, used.get(usedFile(step))?.inputs)),
  ]
}

function numbersBelow(value: unknown, path: Path): { path: Path; value: number }[] {
  if (typeof value === 'number') return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    numbersBelow(each, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

/** Other ways of writing a number (`0x10`, `.inf`, an alias) are meant as they are read. */
function isKept(written: string): boolean {
  if (!/^[-+]?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(written)) return true
  return !/^[-+]?0\d/.test(written) && isExactNumber(written.replace('+', ''))
}
