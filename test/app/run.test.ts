import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { runStoreAt } from '../../src/adapters/run-folder/run-folder.ts'
import { runPipeline } from '../../src/app/run.ts'
import type { Ports, Processes } from '../../src/ports/ports.ts'
import { graphOf, manifestOf, planOf } from '../run/rig.ts'

/** Heeds no signal, as nothing should; a runner kills the whole job if we wait for it. */
const deaf: Processes = { run: () => new Promise(() => {}) }

test('a step that does not stop is given up after the time that the caller has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-app-run-'))
  const graph = graphOf(manifestOf([{ id: 'deaf' }]))
  const cancel = new AbortController()
  const running = runPipeline(
    {
      graph,
      plan: planOf(graph),
      ports: { clock: systemClock, processes: deaf } as Ports,
      lookup: () => undefined,
      env: {},
      github: {},
      workspace: folder,
      store: runStoreAt(folder),
      concurrency: 1,
      signal: cancel.signal,
      graceMs: 100,
    },
    (event) => event.type === 'step-started' && cancel.abort(),
  )
  const ended = await Promise.race([running, sleep(5_000, 'still waiting', { ref: false })])
  assert.equal(ended, 'cancelled')
  rmSync(folder, { recursive: true, force: true })
})
