/** A condition of another orchestrator, and the keys of a step that mean the same here. */
export interface Idiom {
  readonly id: string
  readonly of: 'Airflow' | 'Prefect' | 'Dagster'
  readonly name: string
  /** Keys of the step, whose needs are `a` and `b` where it says nothing else. Empty: none are needed. */
  readonly keys: Readonly<Record<string, unknown>>
  /** What is not the same, or what else to know. */
  readonly says?: string
  /** A need that is skipped because a step above it failed (`upstream_failed` there) counts as skipped here. */
  readonly differsBelowFailure?: true
}

const some = (result: string) => `contains(needs.*.result, '${result}')`
const none = (result: string) => `!${some(result)}`
const wellBefore = (step: string) =>
  `run.previous.steps.${step}.result == '' || run.previous.steps.${step}.result == 'success'`
const minOneSuccess = `!failure() && !cancelled() && ${some('success')}`

/** The rows of the tables in `docs/manifest.md`; `test/run/idioms.test.ts` runs each. */
export const idioms: readonly Idiom[] = [
  {
    id: 'all_success',
    of: 'Airflow',
    name: '`all_success`',
    keys: {},
    says: 'The default there and here. Here it looks at all steps above, so after a failure it also skips below a step that ran in spite of it.',
  },
  {
    id: 'all_failed',
    of: 'Airflow',
    name: '`all_failed`',
    keys: { if: `!cancelled() && ${none('success')} && ${none('skipped')}` },
    differsBelowFailure: true,
  },
  { id: 'all_done', of: 'Airflow', name: '`all_done`', keys: { if: '!cancelled()' } },
  {
    id: 'all_skipped',
    of: 'Airflow',
    name: '`all_skipped`',
    keys: { if: `!failure() && !cancelled() && ${none('success')}` },
  },
  {
    id: 'one_failed',
    of: 'Airflow',
    name: '`one_failed`',
    keys: { if: 'failure() && !cancelled()' },
    says: 'There the task starts as soon as one has failed; here when all needs have ended.',
  },
  {
    id: 'one_success',
    of: 'Airflow',
    name: '`one_success`',
    keys: { if: `!cancelled() && ${some('success')}` },
    says: 'Starts when all needs have ended, as above.',
  },
  {
    id: 'one_done',
    of: 'Airflow',
    name: '`one_done`',
    keys: { if: `!cancelled() && (${some('success')} || ${some('failure')})` },
    says: 'Starts when all needs have ended, as above.',
  },
  { id: 'none_failed', of: 'Airflow', name: '`none_failed`', keys: { if: '!failure() && !cancelled()' } },
  {
    id: 'none_failed_min_one_success',
    of: 'Airflow',
    name: '`none_failed_min_one_success`',
    keys: { if: minOneSuccess },
    says: 'The join after a branch. Every step below it needs the same `if`: without one it looks at all steps above, and is skipped with the branch that was not taken.',
  },
  {
    id: 'none_skipped',
    of: 'Airflow',
    name: '`none_skipped`',
    keys: { if: `!cancelled() && ${none('skipped')}` },
    differsBelowFailure: true,
  },
  {
    id: 'all_done_min_one_success',
    of: 'Airflow',
    name: '`all_done_min_one_success`',
    keys: { if: `!cancelled() && ${none('skipped')} && ${some('success')}` },
    says: 'A skipped task is not done in the sense of this rule.',
    differsBelowFailure: true,
  },
  {
    id: 'all_done_setup_success',
    of: 'Airflow',
    name: '`all_done_setup_success`, `as_teardown(setups=a)`',
    keys: { teardown: 'a' },
    says: 'Waits for all that needs `a`, and runs on cancel too. `on_failure_fail_dagrun=True` is `continue-on-error: false`. Steps between ask for their set-up by `needs` and no `if`.',
  },
  {
    id: 'always',
    of: 'Airflow',
    name: '`always`',
    keys: { needs: [] },
    says: 'Without needs it waits for nothing. `if: always()` waits for its needs, and runs on cancel too.',
  },
  {
    id: 'branch',
    of: 'Airflow',
    name: '`@task.branch`',
    keys: { if: "contains(fromJSON(needs.a.outputs.next), 'daily')" },
    says: 'On each branch; `a` puts out a JSON list of those to take: `next=["daily"]`. The join takes `none_failed_min_one_success`.',
  },
  {
    id: 'short_circuit',
    of: 'Airflow',
    name: '`@task.short_circuit(ignore_downstream_trigger_rules=False)`',
    keys: { if: "needs.a.outputs.go == 'true'" },
    says: 'On the steps right after it; those further down go by their own `if`.',
  },
  {
    id: 'short_circuit_all',
    of: 'Airflow',
    name: '`@task.short_circuit` (all that comes after is skipped)',
    keys: { uses: './pipelines/rest.yml', if: "needs.a.outputs.go == 'true'" },
    says: 'All that comes after is a pipeline of its own: if it does not start, no `if` inside is asked.',
  },
  {
    id: 'latest_only',
    of: 'Airflow',
    name: '`LatestOnlyOperator`',
    keys: { if: 'run.latest' },
    says: 'True also without a schedule. On the steps right after it.',
  },
  {
    id: 'depends_on_past',
    of: 'Airflow',
    name: '`depends_on_past=True` (on a step `daily`)',
    keys: { if: wellBefore('daily') },
    says: 'There the task waits; here it is skipped, until the run that failed is mended (`--resume`, or its date again), and then goes on; what was skipped is made up for by `--date`. A run in which it was skipped does not count, also not below a failure: write it on the step that fails, too. Without a ledger there is no run before.',
  },
  {
    id: 'wait_for_downstream',
    of: 'Airflow',
    name: '`wait_for_downstream=True`',
    keys: { if: `(${wellBefore('daily')}) && (${wellBefore('publish')})` },
    says: 'The same, with each step right after it. For the whole run: `run.previous.result`, of the last run in which something was done.',
  },
  { id: 'wait_for', of: 'Prefect', name: '`wait_for=[a, b]`', keys: { needs: ['a', 'b'] } },
  {
    id: 'allow_failure',
    of: 'Prefect',
    name: '`allow_failure(a)`, with `b` as usual',
    keys: { if: "!cancelled() && needs.b.result == 'success'" },
    says: 'For whoever comes after: `continue-on-error: true` on `a`, and no `if`.',
  },
  {
    id: 'return_state',
    of: 'Prefect',
    name: '`return_state=True`, then `state.is_failed()`',
    keys: { if: "!cancelled() && needs.a.result == 'failure'" },
  },
  {
    id: 'future_result',
    of: 'Prefect',
    name: '`if a.result() > 0:`',
    keys: { if: 'needs.a.outputs.rows > 0' },
  },
  { id: 'on_failure', of: 'Prefect', name: '`on_failure`, `on_crashed`', keys: { if: 'failure()' } },
  { id: 'on_completion', of: 'Prefect', name: '`on_completion`', keys: {} },
  { id: 'on_cancellation', of: 'Prefect', name: '`on_cancellation`', keys: { if: 'cancelled()' } },
  {
    id: 'optional_output',
    of: 'Dagster',
    name: '`Out(is_required=False)`, not yielded',
    keys: { if: "needs.a.outputs.rows != ''" },
    says: 'An output that was not set is empty.',
  },
  {
    id: 'fan_in',
    of: 'Dagster',
    name: 'fan-in, some of it skipped',
    keys: { if: minOneSuccess },
    says: 'Every step below it needs the same `if`.',
  },
  { id: 'failure_hook', of: 'Dagster', name: '`@failure_hook`', keys: { if: 'failure()' } },
  { id: 'success_hook', of: 'Dagster', name: '`@success_hook`', keys: {} },
  {
    id: 'retry_requested',
    of: 'Dagster',
    name: '`RetryRequested`',
    keys: { retry: { 'max-attempts': 3, on: { 'exit-code': 75 } } },
    says: 'The script ends with that code, as it likes.',
  },
]
