// What a visitor with @open-rpc/client-js asks our server, in Node and in a browser: `visit` gives a line for each answer.

const text = JSON.stringify;

// Listening starts before the first request, so that nothing is missed.
export async function visit(client) {
  const heard = [];
  let awaken = () => {};
  client.onNotification((told) => {
    heard.push(told);
    awaken();
  });
  const ask = (method, params) => client.request({ method, params }, 20000);
  const told = async (method, params, show = (error) => [error.code]) => {
    try {
      return text(await ask(method, params));
    } catch (error) {
      return show(error).join(" ");
    }
  };
  const lines = [];
  const note = (...words) => lines.push(words.join(" "));

  note("add", await told("add", [5, 4]));
  note("named", await told("add", { b: 4, a: 5 }));
  note("echo", await told("echo", [["ü", 1.5, null, { a: [1] }]]));
  note("nothing", await told("nothing", []));
  note("refused", await told("refuse", { id: 9 }, (error) => [error.code, error.message, text(error.data)]));
  note("invalid", await told("add", ["five", 4]));
  note("missing", await told("missing", []));
  const before = (await ask("noted", [])).length;
  for (const line of ["one", "two"]) await client.notify({ method: "note", params: { line } });
  note("noted", await notes(ask, before));

  const order = [];
  await Promise.all([["late", 1500], ["early", 0]].map(async ([value, milliseconds]) => {
    order.push(await ask("slow", { milliseconds, value }));
  }));
  note("slow", ...order);
  note("batch", text(await batch(client, ask)));

  const first = await ask("count", { limit: 2 });
  note("page", text(first.items), text(first.next_page_key), text(first.total));
  const all = [...first.items];
  for (let page = first; page.next_page_key !== undefined;) {
    page = await ask("count", { limit: 2, page_key: page.next_page_key });
    all.push(...page.items);
  }
  note("pages", text(all));
  note("ticks", await ticks(ask, heard, (wake) => { awaken = wake; }));
  return lines;
}

// The two that come after those: by HTTP they may still be on their way when the next request is answered.
async function notes(ask, before) {
  for (;;) {
    const lines = (await ask("noted", [])).slice(before);
    if (lines.length === 2) return text(lines.sort());
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

// Three calls in one message, each with its own outcome.
async function batch(client, ask) {
  client.startBatch();
  const calls = [ask("add", [1, 2]), ask("missing", []), ask("echo", ["two"])];
  // The client takes a request into the batch a moment later.
  await new Promise((resume) => setTimeout(resume, 0));
  client.stopBatch();
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map(({ value, reason }) => value ?? reason.code);
}

// What a subscription tells; over a transport that has none, the code of the refusal.
async function ticks(ask, heard, onHeard) {
  let id;
  try {
    id = await ask("ticks", { to: 3 });
  } catch (error) {
    return `refused ${error.code}`;
  }
  // The last word, which is no item, may be there already.
  const isMine = ({ subscription, result }) => subscription === id && result !== undefined;
  const mine = () => heard.map(({ params }) => params).filter(isMine);
  while (mine().length < 3) await new Promise(onHeard);
  return text(mine().map(({ result }) => result));
}
