import { Bug } from '../diagnostic/failure.ts'
import type { LegValues } from '../manifest/manifest.ts'

/** What a program needs to find its tools, its language, its certificates and its place; nothing that grants rights. */
const passed = new Set(
  `PATH HOME USER LOGNAME SHELL PWD LANG LANGUAGE TZ TERM COLORTERM NO_COLOR FORCE_COLOR TMPDIR TMP TEMP CI
  PATHEXT COMSPEC SYSTEMROOT WINDIR APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES USERPROFILE HOMEDRIVE HOMEPATH
  NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE LD_LIBRARY_PATH DYLD_LIBRARY_PATH PKG_CONFIG_PATH
  JAVA_HOME GOROOT GOPATH RUSTUP_HOME CARGO_HOME VIRTUAL_ENV PYTHONLOCATION PYTHONPATH PYTHONHOME
  PYTHONUNBUFFERED PYTHONIOENCODING PYTHONUTF8 R_HOME R_LIBS R_LIBS_USER
  SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE
  GITHUB_ACTIONS GITHUB_ACTOR GITHUB_API_URL GITHUB_BASE_REF GITHUB_EVENT_NAME GITHUB_GRAPHQL_URL
  GITHUB_HEAD_REF GITHUB_JOB GITHUB_REF GITHUB_REF_NAME GITHUB_REF_TYPE GITHUB_REPOSITORY
  GITHUB_REPOSITORY_OWNER GITHUB_RUN_ATTEMPT GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_SERVER_URL GITHUB_SHA
  GITHUB_WORKFLOW GITHUB_WORKSPACE RUNNER_ARCH RUNNER_NAME RUNNER_OS RUNNER_TEMP RUNNER_TOOL_CACHE`.split(
    /\s+/,
  ),
)
const passedPrefix = /^(?:LC_|XDG_|CONDA_|MISE_|PYENV_|NVM_|UV_CACHE_)/
const proxy = /^(?:https?|all|no|ftp)_proxy$/i

/**
 * The part of this process's environment that a step inherits: a short list, so that neither the runner's tokens
 * and inputs nor a secret meant for something else reach a script. A name the manifest declares as a secret never
 * passes, whatever it is called; an author hands a secret over by `env:`.
 */
export function baseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const base: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || Object.hasOwn(secrets, name)) continue
    if (passed.has(name.toUpperCase()) || passedPrefix.test(name) || proxy.test(name)) base[name] = value
  }
  return base
}

/** What tells a script which run it belongs to. */
export function runEnvironment(run: {
  pipeline: string
  id: string
  date: string
  at: string
  step: string
  attempt: number
  leg?: { readonly path: string; readonly values?: LegValues } | undefined
}): Record<string, string> {
  if (run.attempt < 1) throw new Bug(`attempt ${run.attempt}: attempts count from 1`)
  return {
    MILLRACE_PIPELINE: run.pipeline,
    MILLRACE_RUN_ID: run.id,
    MILLRACE_DATE: run.date,
    MILLRACE_AT: run.at,
    MILLRACE_STEP: run.step,
    MILLRACE_ATTEMPT: String(run.attempt),
    ...(run.leg === undefined ? {} : { MILLRACE_LEG: run.leg.path }),
    ...(run.leg?.values === undefined ? {} : { MILLRACE_MATRIX: JSON.stringify(run.leg.values) }),
  }
}
