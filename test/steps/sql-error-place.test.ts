import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { transform } from '../../src/steps/transform/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig, needs } from '../support/step-context.ts'

async function messageOf(sql: string): Promise<string> {
  using rig = new StepRig()
  const columns = [{ name: 'amount', type: 'integer' }] as const
  const orders = writeDataset(rig.path('datasets/orders.sqlite'), 'orders', { columns, rows: [[1]] })
  const bind = () => 1
  return (await failureOf(transform(rig.context({ sql }, { needs: needs(orders), bind })))).message
}

describe('the place of a mistake in SQL', () => {
  it('is told in the text as its author wrote it, expressions and all', async () => {
    assert.match(
      await messageOf('select ${{ inputs.factor }} * amuont\nfrom orders'),
      /no such column: amuont \(line 1, column 31 of the SQL\)/,
    )
    assert.match(
      await messageOf('select\n  ${{\n    inputs.factor\n  }} * amuont from orders'),
      /\(line 4, column 8 of the SQL\)/,
    )
  })

  it('is not looked for inside an expression', async () => {
    assert.match(
      await messageOf('select ${{ inputs.region }} as r, region from orders'),
      /no such column: region \(line 1, column 35 of the SQL\)/,
    )
  })

  it('is that of the expression itself where none can stand', async () => {
    assert.match(
      await messageOf('select amount from ${{ inputs.table }}'),
      /\(line 1, column 20 of the SQL\)/,
    )
  })

  it('is that of the first that is wrong when the word stands there twice', async () => {
    assert.match(
      await messageOf(
        'select (select amount from (select amount)), 2 * (select amount from (select 1 as one) as amount)\nfrom ordrs, orders',
      ),
      /no such table: ordrs \(line 2, column 6 of the SQL\)/,
    )
    assert.match(await messageOf('select amuont, 2 * amuont from orders'), /\(line 1, column 8 of the SQL\)/)
    assert.match(
      await messageOf('with price as (select amount from orders) select price.amount, x.amount from price'),
      /\(line 1, column 66 of the SQL\)/,
    )
  })
})
