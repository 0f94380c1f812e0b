import type { Plan } from '../plan/plan.ts'
import { runnerKey } from '../plan/runner.ts'
import type { Runner } from '../ports/runner.ts'

interface OutputSpec {
  readonly description: string
}

/** As many waves as the action names outputs for; a plan of more is packed into these, or refused. */
export const namedWaves = 10

const waveSpecs = Object.fromEntries(
  Array.from({ length: namedWaves }, (_, index) => [
    waveName(index),
    {
      description: `plan: the ids of the jobs of wave ${index + 1} as a JSON list, for a matrix; [] when there is none`,
    },
  ]),
) satisfies Record<string, OutputSpec>

/** Every output of the action. A test holds `action.yml` equal to this table. */
export const outputSpecs: Readonly<Record<OutputName | `wave-${number}`, OutputSpec>> = {
  result: { description: 'success, failure, cancelled, skipped or degraded' },
  run: { description: 'plan, run, recover, after-cancel and report: the id of the run' },
  runners: {
    description: 'plan: the runs-on of each job by its id, as a JSON object; not set when all have the same',
  },
  errors: { description: 'validate and plan: how many errors the manifests have' },
  warnings: { description: 'validate and plan: how many warnings the manifests have' },
  ...waveSpecs,
}

export type OutputName = 'result' | 'run' | 'runners' | 'errors' | 'warnings'

export function waveName(index: number): `wave-${number}` {
  return `wave-${index + 1}`
}

export function setOutput(runner: Runner, name: OutputName, value: string | number): void {
  runner.output(name, String(value))
}

/** Ids only, one list a wave: a matrix takes it as it is, and an empty one is told by `[]`. */
export function setWaves(runner: Runner, waves: readonly (readonly string[])[]): void {
  for (let index = 0; index < Math.max(namedWaves, waves.length); index += 1) {
    runner.output(waveName(index), JSON.stringify(waves[index] ?? []))
  }
}

/** Only where steps differ, selected or not, since the workflow asks then: of many jobs it is long, and one output past 131,072 bytes keeps every later step from starting. */
export function setRunners(runner: Runner, { steps, jobs }: Pick<Plan, 'steps' | 'jobs'>): void {
  if (new Set(steps.map(({ runsOn }) => runnerKey(runsOn))).size <= 1) return
  setOutput(runner, 'runners', JSON.stringify(Object.fromEntries(jobs.map(({ id, runsOn }) => [id, runsOn]))))
}
