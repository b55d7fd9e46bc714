// @open-rpc/client-js in Node: `node_client.mjs URL`, of HTTP or of a WebSocket; prints what it is answered.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { visit } from "./visit.mjs";

// It is a module, and those are not looked for in NODE_PATH.
const library = join(process.env.NODE_PATH, "@open-rpc/client-js/dist/index.js");
const { Client, HTTPTransport, RequestManager, WebSocketTransport } = await import(pathToFileURL(library));

const url = process.argv[2];
const Transport = url.startsWith("ws") ? WebSocketTransport : HTTPTransport;
const client = new Client(new RequestManager([new Transport(url)]));
for (const line of await visit(client)) console.log(line);
client.close();
