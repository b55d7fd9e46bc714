// Preloaded into every Node peer: whatever port and interface it asks for, it gets a free port on loopback, and the
// address is printed. A port chosen before the start could be taken by another process in between.
'use strict'
const { Server } = require('net')

const listen = Server.prototype.listen
Server.prototype.listen = function (...asked) {
  this.once('listening', () => {
    const { address, port } = this.address()
    console.log(`listening ${address}:${port}`)
  })
  const started = asked.find((argument) => typeof argument === 'function')
  return listen.call(this, { host: '127.0.0.1', port: 0 }, started)
}

// The test holds the other end of standard input: end with it, even when it was killed. Waiting for that alone must
// not keep a process that has nothing more to do.
process.stdin.on('end', () => process.exit(0)).resume().unref()
