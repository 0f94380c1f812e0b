import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkExpression, type Visible } from '../../src/expression/check-expression.ts'
import { plainProperties, type Shape } from '../../src/expression/shape.ts'

const legs = plainProperties('a count', ['total', 'failure'])
const need = (more: readonly (readonly [string, Shape])[] = []): Shape => ({
  noun: 'a property of a need',
  properties: new Map<string, Shape>([['result', 'plain'], ['outputs', 'any'], ...more]),
})
const visible: Visible = {
  where: 'a test',
  status: false,
  contexts: {
    inputs: plainProperties('an input', ['region', 'limit']),
    needs: {
      noun: 'a need',
      properties: new Map([
        ['plain', need()],
        ['mapped', need([['legs', legs]])],
      ]),
    },
    github: 'any',
  },
}

const said = (source: string) =>
  checkExpression(source, visible).map(({ message, start, end }) => [message, source.slice(start, end)])

describe('an expression', () => {
  for (const source of [
    'inputs.region',
    "INPUTS['Region']",
    'inputs.*',
    'inputs[inputs.region]',
    'needs.*.result',
    'needs.*.legs.total',
    "needs['mapped'].legs['total']",
    'needs[format(inputs.region)].legs.failure',
    'needs.plain.outputs.any.thing[0].at[inputs.limit]',
    'github.event.deep[0].er',
    'toJSON(needs)',
    "fromJSON('{}').any.thing",
    'case(inputs.limit > 1, inputs.region, true)',
  ])
    it(`may be ${source}`, () => assert.deepEqual(said(source), []))

  for (const [source, token, message] of [
    ['inputs.regin', 'regin', /did you mean "region"/],
    ["inputs['regin']", "'regin'", /did you mean "region"/],
    ['inputs.region.name', 'name', /`inputs\.region` is one value/],
    ["needs['mapped'].legs['total'].x", 'x', /`needs\['mapped'\]\.legs\['total'\]` is one value/],
    ['needs.plain.legs', 'legs', /not a property of a need/],
    ['needs.*.reslt', 'reslt', /did you mean "result"/],
    ['needs.mapped.legs.fail', 'fail', /not a count/],
    ['inputs.constructor', 'constructor', /not an input/],
    ['needs.__proto__.result', '__proto__', /not a need/],
    ['needs.plain.toString', 'toString', /not a property of a need/],
    ['constructor', 'constructor', /not a context/],
    ['toString(1)', 'toString', /not a function/],
    ['steps.a.outputs.b', 'steps', /not a context/],
    ["hashFiles('a')", 'hashFiles', /not there/],
    ['failure()', 'failure', /in `if` only/],
    ['matrix.region', 'matrix', /not there in a test/],
    ['inputs[inputs.regin]', 'regin', /did you mean "region"/],
  ] as const)
    it(`is told of ${token} in ${source}`, () => {
      const [first, ...others] = said(source)
      assert.deepEqual(others, [])
      assert.match(first?.[0] ?? '', message)
      assert.equal(first?.[1], token)
    })
})
