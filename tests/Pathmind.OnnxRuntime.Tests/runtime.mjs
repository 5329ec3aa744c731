// usage: node runtime.mjs FOLDER < requests.json > answers.json
// FOLDER has onnxruntime-node in its node_modules. A request names a model and gives each input [rows, width] as a flat list; the answer is each output, flat.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { InferenceSession, Tensor } = createRequire(join(process.argv[2], "package.json"))("onnxruntime-node");
const answers = [];
for (const { model, rows, inputs } of JSON.parse(readFileSync(0, "utf8"))) {
  const session = await InferenceSession.create(model);
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, numbers]) =>
    [name, new Tensor("float32", Float32Array.from(numbers), [rows, numbers.length / rows])]));
  const outputs = await session.run(feeds);
  answers.push(Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, Array.from(tensor.data)])));
}
process.stdout.write(JSON.stringify(answers));
