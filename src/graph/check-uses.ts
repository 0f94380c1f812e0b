import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { inputMistake, lackingInputs, unknownInput, valueMistakes } from '../manifest/input-mistake.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { holdsExpression } from '../text/holds-expression.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'
import { placeOfUses } from './used-manifests.ts'

/** What the pipelines that a manifest uses are given and cannot take, as far as that is known before the run. */
export function checkUses(manifest: Manifest, used: Manifests): Diagnostic[] {
  return manifest.steps.filter(isUses).flatMap((step) => {
    const child = used.get(usedFile(step))
    return child === undefined
      ? []
      : [...checkGiven(manifest, step, child), ...checkLacking(manifest, step, child)]
  })
}

function checkGiven({ file }: Manifest, step: UsesStep, child: Manifest): Diagnostic[] {
  return Object.entries(step.with).flatMap(([name, value]) => {
    const at = { file, path: [...step.path, 'with', name] }
    const input = Object.hasOwn(child.inputs, name) ? child.inputs[name] : undefined
    if (input === undefined) return [unknownInput(at, name, child.inputs, child.file)]
    return holdsExpression(value) ? [] : valueMistakes(at, `input "${name}" of ${child.file}`, input, value)
  })
}

function checkLacking(manifest: Manifest, step: UsesStep, child: Manifest): Diagnostic[] {
  return lackingInputs(child.inputs, step.with).map((name) => {
    const message = `step "${step.id}" lacks input "${name}", which ${child.file} requires`
    const help = `add \`with: { ${name}: … }\` to the step, or give the input a default`
    return inputMistake(placeOfUses(manifest, step), message, help)
  })
}
