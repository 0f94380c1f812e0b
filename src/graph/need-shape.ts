import { stepResults } from '../expression/contexts.ts'
import { type Properties, type Shape, plainProperties } from '../expression/shape.ts'
import type { Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Surroundings } from './surroundings.ts'
import { isUses, usedFile } from './used-file.ts'

const results = ['total', ...stepResults]

/** What `needs.<id>` holds; a step that could not be read may hold anything. */
export function needShape(step: Step | undefined, around: Surroundings): Shape {
  if (step === undefined) return 'any'
  const common = [['result', 'plain'] as const, ['outputs', outputsShape(step, around)] as const]
  if (step.strategy === undefined)
    return {
      noun: 'a property of a need: it has `result` and `outputs`',
      properties: new Map<string, Shape>(common),
      refusals: new Map(['legs', 'failed'].map((name) => [name, notMapped(step, name)] as const)),
    }
  return {
    noun: 'a property of a mapped need: it has `result`, `outputs`, `legs` and `failed`',
    properties: new Map<string, Shape>([
      ...common,
      ['legs', plainProperties('a count of `legs`', results)],
      ['failed', 'any'],
    ]),
  }
}

function notMapped({ id }: Step, property: string) {
  return {
    message: `\`${property}\` is not there: step "${id}" has no legs`,
    help: `ask for \`needs.${id}.result\`, or give the step a \`strategy\``,
  }
}

function outputsShape(step: Step, around: Surroundings): Shape {
  if (isUses(step)) return outputsOfUsed(step.id, around.used?.get(usedFile(step))?.outputs)
  const { outputs: names } = factsOf(step)
  if (names === undefined) return noOutputs(step)
  if (names.length === 0) return 'any'
  const values = names.map((name) => [name, step.strategy === undefined ? 'plain' : 'any'] as const)
  return {
    noun: `an output that the script of "${step.id}" writes in so many words`,
    properties: new Map<string, Shape>(values),
    open: true,
  }
}

/** What an output holds is not known: a mapped step's is a list of them. */
function outputsOfUsed(id: string, outputs: Readonly<Record<string, string>> | undefined): Shape {
  if (outputs === undefined) return 'any'
  return {
    noun: `an output of the pipeline that "${id}" uses`,
    properties: new Map(Object.keys(outputs).map((name) => [name, 'any'] as const)),
  }
}

function noOutputs({ id, kind }: Step): Properties {
  return {
    noun: `there: step "${id}" is ${/^[aeiou]/.test(kind) ? 'an' : 'a'} \`${kind}\`, and only \`run\` and \`uses\` have outputs`,
    properties: new Map(),
  }
}
