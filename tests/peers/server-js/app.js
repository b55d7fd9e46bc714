// A bookshelf on @open-rpc/server-js: HTTP first, then WebSocket, both serving openrpc.json by rpc.discover.
'use strict'
const path = require('path')
const { Server, JSONRPCError } = require('@open-rpc/server-js')
const { parseOpenRPCDocument } = require('@open-rpc/schema-utils-js')

// Bad JSON over WebSocket throws outside of any call and would end the process, as would a rejected promise. That
// one connection stays deaf all the same.
process.on('uncaughtException', (error) => console.error('caught:', error.message))
process.on('unhandledRejection', (error) => console.error('caught:', error && error.message))

const books = []
const lines = []

const methods = {
  add_book: async (title, pages, note) => {
    if (books.some((book) => book.title === title)) {
      throw new JSONRPCError('Book exists', 409, { title })
    }
    if (pages > 10000) {
      throw new JSONRPCError('Book too long', 422, { pages, most: 10000 })
    }
    const book = { id: books.length + 1, title, pages }
    if (note !== undefined) book.note = note
    books.push(book)
    return book
  },
  find_book: async (id, loud) => {
    const book = books.find((book) => book.id === id)
    if (!book) throw new JSONRPCError('No such book', 404, { id })
    return loud ? { ...book, title: book.title.toUpperCase() } : book
  },
  list_books: async (pageKey = 0, limit = 2) => {
    const end = pageKey + limit
    const page = { items: books.slice(pageKey, end), total: books.length }
    if (end < books.length) page.next_page_key = end
    return page
  },
  log: async (line) => { lines.push(line) },
  logged: async () => lines,
  // Neither a result nor an error in the answer.
  nothing: async () => undefined,
  // The server hides a plain error behind a code of its own.
  stumble: async () => { throw new Error('a fault of the app') }
}

async function main () {
  const openrpcDocument = await parseOpenRPCDocument(path.join(__dirname, 'openrpc.json'))
  const server = new Server({
    openrpcDocument,
    methodMapping: methods,
    transportConfigs: [
      { type: 'HTTPTransport', options: { port: 0, middleware: [] } },
      { type: 'WebSocketTransport', options: { port: 0, middleware: [] } }
    ]
  })
  // Without params the validator throws where nobody catches it, and the caller would never be answered.
  const [router] = server.routers
  const call = router.call.bind(router)
  router.call = (method, params) => call(method, params === undefined ? [] : params)
  await server.start()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
