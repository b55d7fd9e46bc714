// A client on msgpack-rpc-node: `node_client.js tcp PORT`, `node_client.js unix PATH` or `node_client.js udp PORT`; prints
// what it is answered.
'use strict'
const { Client, TcpClient, UdpClient, UnixClient } = require('msgpack-rpc-node')

const [kind, place] = process.argv.slice(2)
const client = {
  tcp: () => new Client(TcpClient, Number(place), '127.0.0.1'),
  unix: () => new Client(UnixClient, place),
  udp: () => new Client(UdpClient, Number(place), '127.0.0.1')
}[kind]()

const told = (method, ...params) =>
  client.call(method, ...params).then(
    (result) => ({ result }),
    (error) => ({ error })
  )
const show = (name, value) => console.log(name, JSON.stringify(value))

// It takes each piece that it reads for a whole message, so there is one under way at a time.
async function visit() {
  await client.connect()
  show('add', await told('add', 5, 4))
  show('echo', await told('echo', ['ü', 1.5, null, { a: [1] }]))
  show('nothing', await told('nothing'))
  show('fail', await told('fail', 'no such line'))
  show('missing', await told('missing'))
  client.notify('note', 'one')
  show('noted', await told('noted'))
  client.close()
}

visit()
