module.exports = require('./private.mjs')
