import { normalize } from 'node:path/posix'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { judgeNeeds } from '../graph/build-graph.ts'
import { checkDatasets } from '../graph/check-datasets.ts'
import { checkExpressions, checkSqlFile } from '../graph/check-expressions.ts'
import { checkIncremental } from '../graph/check-incremental.ts'
import { checkLegTargets } from '../graph/check-leg-targets.ts'
import { checkMissing } from '../graph/check-missing.ts'
import { checkInputs } from '../graph/check-inputs.ts'
import { checkJoins } from '../graph/check-joins.ts'
import { checkOverwritten } from '../graph/check-overwritten.ts'
import { checkTargets } from '../graph/check-targets.ts'
import { checkUses } from '../graph/check-uses.ts'
import type { Surroundings } from '../graph/surroundings.ts'
import type { Edges } from '../graph/resolve-needs.ts'
import type { Manifests } from '../graph/used-file.ts'
import { checkAppends } from '../manifest/check-appends.ts'
import { checkCaches } from '../manifest/check-caches.ts'
import { checkConnections } from '../manifest/check-connections.ts'
import { checkMaxFailures } from '../graph/check-max-failures.ts'
import { checkPools } from '../manifest/check-pools.ts'
import type { Draft } from '../manifest/decode-manifest.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { checkTimeouts } from '../plan/check-timeouts.ts'
import { type Source, plainSource } from '../source/source.ts'
import { checkFiles } from './check-files.ts'
import { checkModules } from './check-modules.ts'
import { checkWrittenNumbers } from './check-written-numbers.ts'
import { type KnownColumns, checkSql } from './check-sql.ts'
import { type ReadPipeline, missingPipelines } from './read-pipelines.ts'
import { hasSqlFile } from './sql-files.ts'
import { withoutEchoes } from './without-echoes.ts'

/** What one manifest is judged beside. */
export interface Beside {
  readonly workspace: string
  readonly envExample: Surroundings['envExample']
  readonly read: ReadonlyMap<string, ReadPipeline>
  /** Every manifest that could be read, by file. */
  readonly manifests: Manifests
  readonly columnsIn: (file: string) => KnownColumns | undefined
}

/** What came out of it. */
export interface JudgedPipeline {
  readonly manifest: Manifest
  readonly edges: Edges
  readonly order: readonly StepId[]
  readonly columns: KnownColumns
  readonly diagnostics: readonly Diagnostic[]
  /** Files beside the manifest that a diagnostic may stand in. */
  readonly sources: readonly Source[]
}

/** Everything that is wrong with one manifest; what is wrong with those it uses is not told here. */
export async function judgePipeline(
  { source, sqlProblems }: ReadPipeline,
  { manifest, unread, diagnostics }: Draft,
  beside: Beside,
): Promise<JudgedPipeline> {
  const { workspace, envExample, manifests: used, columnsIn } = beside
  const { file } = manifest
  const { authored } = source
  const { edges, order, diagnostics: needProblems } = judgeNeeds(manifest, unread)
  const around: Surroundings = { file, manifest, steps: stepsById(manifest), edges, unread, used, envExample }
  const sqlFiles = manifest.steps.filter(hasSqlFile)
  const modules = await checkModules(manifest, workspace)
  const sql = await checkSql({ authored, manifest, edges, order, used, columnsIn })
  const found = [
    ...source.problems,
    ...diagnostics,
    ...needProblems,
    ...(await scheduleProblems(manifest)),
    ...checkConnections(manifest, unread),
    ...checkPools(manifest, unread),
    ...checkMaxFailures(manifest),
    ...checkAppends(manifest),
    ...checkCaches(manifest),
    ...checkTimeouts(manifest),
    ...checkUses(manifest, used),
    ...checkWrittenNumbers(source, manifest, used),
    ...checkJoins(manifest, edges),
    ...checkDatasets(manifest, used),
    ...checkIncremental(manifest, edges),
    ...checkMissing(manifest, edges),
    ...checkInputs(manifest, edges, used),
    ...checkTargets(manifest),
    ...checkLegTargets(manifest),
    ...checkOverwritten(manifest, edges),
    ...checkExpressions(authored, around),
    ...sqlFiles.flatMap(({ kind, options, path }) =>
      checkSqlFile(normalize(options.file.trim()), options.sql, [...path, kind, 'sql'], around),
    ),
    ...sqlProblems,
    ...(await missingPipelines(manifest, beside.read, workspace)),
    ...(await checkFiles(manifest, edges, workspace)),
    ...modules.diagnostics,
    ...sql.diagnostics,
  ]
  const queries = sqlFiles.map(({ options }) => plainSource(normalize(options.file.trim()), options.sql))
  return {
    manifest,
    edges,
    order,
    columns: sql.columns,
    diagnostics: withoutEchoes(found),
    sources: [...modules.sources, ...queries],
  }
}

/** croner is loaded only where there is a schedule. */
async function scheduleProblems(manifest: Manifest): Promise<Diagnostic[]> {
  if (manifest.schedules.length === 0) return []
  const { checkSchedules } = await import('../schedule/check-schedules.ts')
  return checkSchedules(manifest)
}
