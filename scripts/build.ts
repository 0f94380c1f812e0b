// Writes dist/. Nobody edits it by hand; `npm run dist` proves that it is what the sources make.
import { join } from 'node:path'
import { bundle } from './bundle.ts'

await bundle(join(import.meta.dirname, '../dist'))
