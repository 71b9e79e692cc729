// Receives status updates of the demo account: verifies the signature, and skips repeated deliveries.
// node samples/javascript/webhook-receiver.mjs
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const address = process.env.FALLBACK_ADDRESS ?? "http://localhost:5080";
const port = Number(process.env.RECEIVER_PORT ?? 5090);
const webhooks = `${address}/api/v1/accounts/00000000-0000-0000-0000-000000000001/webhooks`;

const LARGEST_BODY = 1_000_000;

async function post(url, body) {
  const response = await fetch(url, {
    method: "POST",
    headers: { Authorization: "Bearer dev-demo-key", "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return text === "" ? null : JSON.parse(text);
}

// During a rotation give both secrets: one right signature is enough.
function isSigned(headers, body, secrets, now = Date.now() / 1000) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!id || !/^\d{1,12}$/.test(timestamp ?? "") || Math.abs(now - Number(timestamp)) > 300) return false;
  const given = (headers["webhook-signature"] ?? "").split(" ").filter((one) => one.startsWith("v1,"));
  return secrets.some((secret) => {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const right = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => {
      const signature = Buffer.from(one.slice("v1,".length), "base64");
      return signature.length === right.length && timingSafeEqual(signature, right);
    });
  });
}

// 1. Register the endpoint, and get a signing secret. It is shown once: a real receiver stores it.
await post(webhooks, [{ subAccountId: "demo", type: "CADR", url: `http://localhost:${port}/status`, format: "events-v1" }]);
const { secret } = await post(`${webhooks}/secret`, { subAccountId: "demo" });

// 2. Receive. Deliveries are "at least once": the id is the same for each attempt, so it tells repetitions. A real receiver keeps the ids
// in its database, in the transaction of its work, for at least the day in which deliveries are retried.
const seen = new Set();
const server = createServer(async (request, response) => {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    if ((length += part.length) > LARGEST_BODY) return request.destroy();
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body, [secret])) {
    console.log("refused: the signature is wrong");
    response.writeHead(401).end();
    return;
  }
  response.writeHead(204).end();
  const id = request.headers["webhook-id"];
  if (seen.has(id)) return;
  seen.add(id);
  const { type, data } = JSON.parse(body.toString("utf8"));
  console.log(`${type} step ${data?.step ?? "-"} ${data?.channel ?? ""} ${data?.status ?? ""}`);
});
server.listen(port, "localhost", () => console.log(`Now listening on: http://localhost:${port}`));
