// Reads schemas, one JSON a line, and prints for each a line with values that json-schema-faker makes from it.
//
// The same values in every run: each has its number for a seed. The first has every member, the second only those
// that are required, the third takes examples; the others are mixed.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, count] = process.argv.slice(2);
const library = pathToFileURL(`${folder}/node_modules/json-schema-faker/dist/index.js`);
const { generateSync } = await import(library);

const common = { maxDepth: 6, refDepthMax: 4, failOnInvalidTypes: false };
const manners = [
  { alwaysFakeOptionals: true },
  { optionalsProbability: 0, fixedProbabilities: true },
  { alwaysFakeOptionals: true, useExamplesValue: true },
];

for await (const line of createInterface({ input: process.stdin })) {
  const schema = JSON.parse(line);
  const values = [];
  for (let seed = 1; seed <= Number(count); seed += 1) {
    try {
      const value = generateSync(schema, { ...common, ...manners[seed - 1], seed });
      if (value !== undefined) values.push(value);
    } catch {
      // A schema that it cannot make values from has fewer.
    }
  }
  process.stdout.write(`${JSON.stringify(values)}\n`);
}
