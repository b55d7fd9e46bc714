// A client on msgpack-rpc-lite: `lite_client.js tcp PORT` or `lite_client.js unix PATH`; prints what it is answered.
'use strict'
const { Client } = require('msgpack-rpc-lite')

const [kind, place] = process.argv.slice(2)
const client = new Client(kind === 'unix' ? { path: place } : { port: Number(place), host: '127.0.0.1' })

const told = (method, ...params) =>
  new Promise((resolve) => {
    client.request(method, ...params, (error, result) => resolve(error ? { error } : { result }))
  })
const show = (name, value) => console.log(name, JSON.stringify(value))

async function visit() {
  show('add', await told('add', 5, 4))
  show('echo', await told('echo', ['ü', 1.5, null, { a: [1] }]))
  show('nothing', await told('nothing'))
  show('fail', await told('fail', 'no such line'))
  show('missing', await told('missing'))
  await client.notify('note', 'one')
  await client.notify('note', 'two')
  await client.notify('missing', 'three')
  show('noted', await told('noted'))
  const order = []
  const slow = [200, 0].map(async (milliseconds) => order.push((await told('slow', milliseconds, milliseconds)).result))
  await Promise.all(slow)
  show('slow', order)
  const many = await Promise.all(Array.from({ length: 500 }, (_, number) => told('add', number, 1)))
  show('many', many.reduce((sum, { result }) => sum + result, 0))
  client.close()
}

visit()
