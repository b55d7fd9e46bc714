// A server on msgpack-rpc-node: `node_server.js tcp`, `node_server.js unix PATH` or `node_server.js udp`.
'use strict'
const { Server, TcpServer, UdpServer, UnixServer } = require('msgpack-rpc-node')

const notes = []
const server = new Server({
  add: (a, b) => a + b,
  echo: (value) => value,
  nothing: () => null,
  fail: (text) => {
    throw new Error(text)
  },
  refuse: (text) => Promise.reject(text),
  slow: (milliseconds, value) => new Promise((resolve) => setTimeout(resolve, milliseconds, value)),
  never: () => new Promise(() => {}),
  note: (line) => {
    notes.push(line)
    console.log(`noted ${line}`)
  },
  noted: () => notes
})

const [kind, path] = process.argv.slice(2)
if (kind === 'unix') {
  server.listen(UnixServer, path)
  server.transport.socketServer.on('listening', () => console.log(`listening unix:${path}`))
} else if (kind === 'tcp') {
  server.listen(TcpServer, 0, '127.0.0.1')
  const { tcpServer } = server.transport
  tcpServer.on('listening', () => console.log(`listening tcp://127.0.0.1:${tcpServer.address().port}`))
} else {
  server.listen(UdpServer, 0, '127.0.0.1')
  const { udpServer } = server.transport
  udpServer.on('listening', () => console.log(`listening udp://127.0.0.1:${udpServer.address().port}`))
}
process.stdin.on('end', () => process.exit(0)).resume()
