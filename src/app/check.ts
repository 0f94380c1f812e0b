import { readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { normalize } from 'node:path/posix'
import type { Diagnostic, LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { assembleGraph, judgeNeeds } from '../graph/build-graph.ts'
import { checkDatasets } from '../graph/check-datasets.ts'
import { checkInputs } from '../graph/check-inputs.ts'
import { checkTargets } from '../graph/check-targets.ts'
import { checkExpressions, checkSqlFile } from '../graph/check-expressions.ts'
import type { Surroundings } from '../graph/expression-places.ts'
import type { Graph } from '../graph/graph.ts'
import { checkAppends } from '../manifest/check-appends.ts'
import { checkConnections } from '../manifest/check-connections.ts'
import { draftManifest } from '../manifest/decode-manifest.ts'
import { repeatedIds } from '../manifest/pipeline-id.ts'
import { checkTimeouts } from '../plan/check-timeouts.ts'
import { locate } from '../source/locate.ts'
import { type Source, parseSource, plainSource } from '../source/source.ts'
import { capDiagnostics } from './cap-diagnostics.ts'
import { checkFiles } from './check-files.ts'
import { checkModules } from './check-modules.ts'
import { checkSql } from './check-sql.ts'
import { readManifest } from './read-manifest.ts'
import { hasSqlFile, readSqlFiles } from './sql-files.ts'

/** A manifest without errors: its graph, and the data it was authored as. */
export interface CheckedPipeline {
  readonly graph: Graph
  readonly authored: unknown
}

export interface Checked {
  /** In the order of the files; those with errors are left out. */
  readonly pipelines: readonly CheckedPipeline[]
  readonly graphs: readonly Graph[]
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly LocatedDiagnostic[]
}

/**
 * Everything that is wrong with these manifests, all of it at once, and the graphs of those without errors. Files
 * are relative to the workspace (absolute). Reads only files of the workspace; never the environment.
 */
export async function checkManifests(files: readonly string[], workspace: string): Promise<Checked> {
  const envExample = await readEnvExample(workspace)
  const all = await Promise.all(
    files.map((file) => checkManifest(portable(file, workspace), workspace, envExample)),
  )
  const repeated = repeatedIds(all.map(({ file }) => file))
  const pipelines = all.flatMap(({ file, pipeline }) =>
    pipeline === undefined || repeated.some(({ at }) => at.file === file) ? [] : [pipeline],
  )
  return {
    pipelines,
    graphs: pipelines.map(({ graph }) => graph),
    diagnostics: [
      ...all.flatMap(({ diagnostics }) => diagnostics),
      ...repeated.map((each) => locate(plainSource(each.at.file, ''), each)),
    ].toSorted(byPlace),
  }
}

interface One {
  readonly file: string
  readonly pipeline?: CheckedPipeline
  readonly diagnostics: readonly LocatedDiagnostic[]
}

async function checkManifest(
  file: string,
  workspace: string,
  envExample: Surroundings['envExample'],
): Promise<One> {
  const read = await readManifest(file, workspace)
  if ('problem' in read) return { file, diagnostics: [locate(plainSource(file, ''), read.problem)] }
  const source = parseSource(file, read.text)
  if (source.authored === undefined)
    return { file, diagnostics: locateAll(source, await allProblems(source), new Map()) }
  const { manifest: written, unread, diagnostics } = draftManifest(file, source.authored)
  const { manifest, diagnostics: sqlProblems } = await readSqlFiles(written, workspace)
  const { edges, order, diagnostics: needProblems } = judgeNeeds(manifest, unread)
  const steps = new Map(manifest.steps.map((step) => [step.id, step]))
  const around: Surroundings = { file, manifest, steps, edges, envExample }
  const sqlFiles = manifest.steps.filter(hasSqlFile)
  const modules = await checkModules(manifest, workspace)
  const found = [
    ...source.problems,
    ...diagnostics,
    ...needProblems,
    ...(await scheduleProblems(manifest)),
    ...checkConnections(manifest, unread),
    ...checkAppends(manifest),
    ...checkTimeouts(manifest),
    ...checkDatasets(manifest),
    ...checkInputs(manifest, edges),
    ...checkTargets(manifest),
    ...checkExpressions(source.authored, around),
    ...sqlFiles.flatMap(({ kind, options, path }) =>
      checkSqlFile(normalize(options.file.trim()), options.sql, [...path, kind, 'sql'], around),
    ),
    ...sqlProblems,
    ...(await checkFiles(manifest, edges, workspace)),
    ...modules.diagnostics,
    ...(await checkSql({ authored: source.authored, manifest, edges, order })),
  ]
  const others = new Map(
    [
      ...modules.sources,
      ...sqlFiles.map(({ options }) => plainSource(normalize(options.file.trim()), options.sql)),
    ].map((other) => [other.file, other]),
  )
  const located = locateAll(source, found, others)
  if (found.some(({ severity }) => severity === 'error')) return { file, diagnostics: located }
  const graph = assembleGraph(manifest, edges, order)
  return { file, pipeline: { graph, authored: source.authored }, diagnostics: located }
}

/** croner is loaded only where there is a schedule. */
async function scheduleProblems(manifest: Graph['manifest']): Promise<Diagnostic[]> {
  if (manifest.schedules.length === 0) return []
  const { checkSchedules } = await import('../schedule/check-schedules.ts')
  return checkSchedules(manifest)
}

/** The slower parser is loaded only for a text that does not parse: it finds the other mistakes too. */
async function allProblems({ file, text, problems }: Source): Promise<readonly Diagnostic[]> {
  if (!problems.some(({ code }) => code === 'source/syntax')) return problems
  const { syntaxErrors } = await import('../source/syntax-errors.ts')
  const all = syntaxErrors(file, text)
  return all.length === 0 ? problems : all
}

function locateAll(
  source: Source,
  found: readonly Diagnostic[],
  others: ReadonlyMap<string, Source>,
): LocatedDiagnostic[] {
  const located = found.map((each) => locate(others.get(each.at.file) ?? source, each))
  return capDiagnostics(located.toSorted(byPlace))
}

function byPlace(a: LocatedDiagnostic, b: LocatedDiagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)
}

function portable(file: string, workspace: string): string {
  const inside = isAbsolute(file) ? relative(workspace, file) : file
  return inside.replaceAll('\\', '/').replace(/^\.\//, '')
}

async function readEnvExample(workspace: string): Promise<Surroundings['envExample']> {
  try {
    const text = await readFile(join(workspace, '.env.example'), 'utf8')
    return new Set(
      [...text.matchAll(/^\s*(?:export\s+)?#?\s*([A-Za-z_][A-Za-z0-9_]*)\s*=/gm)].map(
        ([, name]) => name ?? '',
      ),
    )
  } catch {
    return null
  }
}
