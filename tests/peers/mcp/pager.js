// A server on the official MCP library whose tools come in pages of two, and which asks the client back: the reference
// server does neither page nor ping.
'use strict'
const { Server } = require('@modelcontextprotocol/sdk/server/index.js')
const { StdioServerTransport } = require('@modelcontextprotocol/sdk/server/stdio.js')
const { CallToolRequestSchema, ListToolsRequestSchema } = require('@modelcontextprotocol/sdk/types.js')

const names = ['add', 'fail', 'idle', 'ping', 'sum']
const server = new Server({ name: 'pager', version: '1.0.0' }, { capabilities: { tools: {} } })

server.setRequestHandler(ListToolsRequestSchema, async ({ params }) => {
  const start = Number((params && params.cursor) || 0)
  const tools = names.slice(start, start + 2).map((name) => ({ name, inputSchema: { type: 'object' } }))
  const end = start + tools.length
  return end < names.length ? { tools, nextCursor: String(end) } : { tools }
})

const text = (text) => ({ content: [{ type: 'text', text }] })

server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: given } }) => {
  switch (name) {
    case 'add':
      return text(String(given.a + given.b))
    case 'idle':
      await new Promise((resolve) => setTimeout(resolve, given.milliseconds))
      return text('rested')
    // Many requests to the client at once, of which one is for nobody there.
    case 'ping': {
      const pings = await Promise.all(Array.from({ length: given.times }, () => server.ping()))
      const refused = await server.listRoots().catch((error) => error.code)
      return text(`${pings.length} pings, ${refused}`)
    }
    default:
      throw new Error(`no tool ${name}`)
  }
})

// Whoever started this does not read any more.
process.stdout.on('error', () => process.exit(0))
server.connect(new StdioServerTransport())
