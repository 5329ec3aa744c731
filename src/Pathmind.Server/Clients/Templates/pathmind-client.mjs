// Client of the policy '{{name}}': decides {{space}}.
//
//     export PATHMIND_API_KEY=...
//     node pathmind-client.mjs
//
// Needs Node 18 or later, or any browser.

export const url = "{{url}}";
export const example = {{example}};

export class PathmindClient {
  constructor(address = url, apiKey = globalThis.process?.env?.PATHMIND_API_KEY ?? "") {
    this.address = address.replace(/\/+$/, "");
    this.apiKey = apiKey;
  }

  /** The action for an observation: { actions: [...], probability{{names}} }. */
  predict(observation) { return this.send("/predict/", observation); }

  /** The same for a flat list of numbers in the policy's order. */
  predictRaw(numbers) { return this.send("/predict_raw/", { obs: numbers }); }

  /** A list of predictions for a list of observations. */
  async predictBatch(observations) { return (await this.send("/predict_batch/", { observations })).predictions; }

  /** All that the policy says about an observation. */
  distribution(observation) { return this.send("/distribution/", observation); }

  async send(path, body) {
    const response = await fetch(this.address + path, {
      method: "POST",
      headers: { "access-token": this.apiKey, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response.json();
  }
}

if (globalThis.process?.argv?.[1]?.endsWith("pathmind-client.mjs"))
  console.log(JSON.stringify(await new PathmindClient().predict(example)));
