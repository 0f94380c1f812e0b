import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { commands, inputSpecs, readInputs } from '../../src/action/inputs.ts'
import { outputSpecs, setRunners, setWaves } from '../../src/action/outputs.ts'
import { recordingRunner } from '../support/recording-runner.ts'
import { planOf } from '../report/sketch.ts'

const described = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
  inputs: Record<string, unknown>
  outputs: Record<string, unknown>
  runs: { using: string; main: string }
}

test('action.yml names the inputs the code reads, with their defaults', () => {
  assert.deepEqual(described.inputs, inputSpecs)
})

test('action.yml names the outputs the code sets', () => {
  assert.deepEqual(described.outputs, outputSpecs)
})

test('the action runs on the Node the repository is built with', () => {
  const node = readFileSync(new URL('../../.node-version', import.meta.url), 'utf8')
  assert.deepEqual(described.runs, { using: `node${node.split('.')[0]}`, main: 'dist/action/main.js' })
})

test('the package asks for the Node the action runs on; to work on it, one that can install that is enough', () => {
  const { engines, devEngines } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { engines: { node: string }; devEngines: { runtime: { version: string } } }
  assert.equal(engines.node, `>=${described.runs.using.replace('node', '')}`)
  assert.equal(devEngines.runtime.version, '>=20')
})

test('an input that only some commands read says which', () => {
  const { 'run-id': runId, job, waves } = inputSpecs
  assert.match(runId.description, /^comment: /)
  assert.match(job.description, /^run: /)
  assert.match(waves.description, /^plan: /)
})

test('inputs that are not given have the defaults of action.yml', () => {
  const { command, concurrency, retentionDays, inputs, waves, workingDirectory } = readInputs({
    INPUT_COMMAND: 'plan',
  })
  assert.deepEqual(
    [command, concurrency, retentionDays, inputs, waves, workingDirectory],
    ['plan', 4, 7, {}, undefined, '.'],
  )
})

const wrong = [
  { env: {}, says: /command is ""/ },
  { env: { INPUT_COMMAND: 'deploy' }, says: /command is "deploy"/ },
  { env: { INPUT_COMMAND: 'plan', INPUT_CONCURRENCY: '0' }, says: /concurrency is "0"/ },
  { env: { INPUT_COMMAND: 'plan', INPUT_WAVES: 'many' }, says: /waves is "many"/ },
  { env: { INPUT_COMMAND: 'plan', INPUT_INPUTS: '[1]' }, says: /inputs is not a JSON object/ },
  { env: { INPUT_COMMAND: 'report', INPUT_CANCELLED: 'yes' }, says: /cancelled is "yes"/ },
]
for (const { env, says } of wrong) {
  test(`the inputs ${JSON.stringify(env)} are refused with what was given`, () => {
    assert.throws(() => readInputs(env), says)
  })
}

test('every command has a module of its own', async () => {
  for (const command of commands) assert.equal(readInputs({ INPUT_COMMAND: command }).command, command)
})

test('waves are lists of ids that a matrix takes as they are, and a wave that is not there is an empty list', () => {
  const { runner, outputs } = recordingRunner()
  setWaves(runner, [['orders', 'zips'], ['daily']])
  assert.equal(outputs['wave-1'], '["orders","zips"]')
  assert.equal(outputs['wave-3'], '[]')
})

test('the runners of jobs are told where they differ, and not where they are all the same', () => {
  const { runner, outputs } = recordingRunner()
  const ids = Array.from({ length: 900 }, (_, n) => `a-step-of-some-length-${n}`)
  const { steps, jobs } = planOf(ids.map((id) => ({ id })))
  setRunners(runner, { steps, jobs })
  assert.deepEqual(outputs, {})
  const differing = planOf([{ id: 'a' }, { id: 'b', runsOn: 'own' }])
  setRunners(runner, { ...differing, jobs: differing.jobs.slice(0, 1) })
  assert.equal(outputs['runners'], '{"a":"ubuntu-latest"}')
})
