// A server on msgpack-rpc-lite: `lite_server.js tcp` or `lite_server.js unix PATH`.
'use strict'
const { createServer } = require('msgpack-rpc-lite')

const notes = []
const server = createServer()
server.on('add', ([a, b], answer) => answer(null, a + b))
server.on('echo', ([value], answer) => answer(null, value))
server.on('nothing', (_, answer) => answer(null, null))
server.on('fail', ([text], answer) => answer(new Error(text), null))
server.on('slow', ([milliseconds, value], answer) => setTimeout(() => answer(null, value), milliseconds))
server.on('never', () => {})
server.on('note', ([line]) => notes.push(line))
server.on('noted', (_, answer) => answer(null, notes))

const [kind, path] = process.argv.slice(2)
const where = kind === 'unix' ? { path } : { port: 0, host: '127.0.0.1' }
server.listen(where, () => {
  console.log('listening', path ? `unix:${path}` : `tcp://127.0.0.1:${server.address().port}`)
})
process.stdin.on('end', () => process.exit(0)).resume()
