export * from './private.mjs'
