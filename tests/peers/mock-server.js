// Preloaded into mock-server: what it makes at random is the same in every run, and each call has values of its own
// whatever was called before.
'use strict'
const path = require('path')
const { Server } = require('http')

let state = 1
let calls = 0

Math.random = () => {
  state = (state * 1664525 + 1013904223) % 2 ** 32
  return state / 2 ** 32
}

const emit = Server.prototype.emit
Server.prototype.emit = function (event, ...rest) {
  if (event === 'request') state = (++calls * 2654435761) % 2 ** 32
  return emit.call(this, event, ...rest)
}

// A param with a format that its validator does not know would end its process.
const folder = path.dirname(require.resolve('@open-rpc/schema-utils-js'))
const Ajv = require(require.resolve('ajv', { paths: [folder] }))
const validate = Ajv.prototype.validate
Ajv.prototype.validate = function (...given) {
  this._opts.unknownFormats = 'ignore'
  return validate.apply(this, given)
}
