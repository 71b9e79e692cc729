// Sends a message over WhatsApp, then Viber, then SMS, and prints its timeline until it is completed.
// node samples/javascript/send-and-wait.mjs
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

const address = process.env.FALLBACK_ADDRESS ?? "http://localhost:5080";
const messages = `${address}/api/v1/subaccounts/demo/messages`;
const authorization = "Bearer dev-demo-key";

async function read(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${body.message} (error ${body.errorId})`);
  return body;
}

// The key makes the request safe to repeat. Create it once for each message, and store it with your order.
async function send(message, key) {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === 4;
    let after = 2 ** attempt * (0.5 + Math.random() / 2);
    try {
      const response = await fetch(messages, {
        method: "POST",
        headers: { Authorization: authorization, "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(30_000),
      });
      if (isLast || (response.status !== 429 && response.status < 500)) return await read(response);
      after = Number(response.headers.get("Retry-After")) || after;
    } catch (error) {
      // "TypeError: fetch failed" is a connection that failed; all other errors are answers.
      if (isLast || !(error instanceof TypeError || error.name === "TimeoutError")) throw error;
    }
    await pause(after * 1000);
  }
}

const { umid } = await send(
  {
    channels: [
      { channel: "WhatsApp", fallbackAfter: 2, successStatus: "Read" },
      { channel: "Viber", fallbackAfter: 2, successStatus: "Delivered" },
      { channel: "SMS" },
    ],
    user: { msisdn: "+9990223" }, // the simulated providers: WhatsApp and Viber stop at Sent, SMS is delivered
    type: "text",
    content: { text: "Your parcel arrives today." },
  },
  `order-${randomUUID()}`,
);

// A real client waits for its webhook instead of asking again and again: see webhook-receiver.mjs.
let timeline;
do {
  await pause(500);
  timeline = await read(await fetch(`${messages}/${umid}/timeline`, { headers: { Authorization: authorization } }));
} while (timeline.state !== "completed");
for (const line of timeline.events) {
  console.log(`${line.at}  step ${line.step ?? "-"}  ${line.what}, because of ${line.cause}`);
}
console.log(`${timeline.outcome} at step ${timeline.succeededStep}`);
