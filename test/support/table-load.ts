import type { TableLoad } from '../../src/steps/load/options.ts'

/** The options of a load into a table: appending, unless the test says otherwise. */
export function tableLoad(more: Partial<TableLoad> = {}): TableLoad {
  return {
    target: 'table',
    from: 'daily',
    into: 'warehouse',
    table: 'daily_sales',
    mode: 'append',
    key: [],
    allowEmpty: false,
    ...more,
  }
}
