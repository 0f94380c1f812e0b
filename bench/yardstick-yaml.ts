// The least that anything reading a manifest must do.
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const file = process.argv[2] ?? ''
console.log(Object.keys(load(readFileSync(file, 'utf8')) as object).length)
