// A customer's program against the types that openapi-typescript makes. It must compile strictly, but for the lines that are marked, which must not.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api.js";

type Schemas = components["schemas"];

declare const process: { argv: string[] };
const [, , baseUrl, key] = process.argv;
if (baseUrl === undefined || key === undefined) throw new Error("usage: customer.js ADDRESS KEY");

const message: Schemas["SendRequest"] = {
  channels: [
    { channel: "WhatsApp", fallbackAfter: 1, successStatus: "Read" },
    { channel: "SMS" },
  ],
  user: { msisdn: "+9990223" },
  type: "text",
  content: { text: "Hello World!", sms: { encoding: "AUTO", source: "SENDERID" } },
  priority: "transactional",
};

export const mistakes = [
  // @ts-expect-error A message needs a recipient.
  { type: "text", content: { text: "Hello" } } satisfies Schemas["SendRequest"],
  // @ts-expect-error A message needs a type.
  { user: { msisdn: "+9990223" }, content: { text: "Hello" } } satisfies Schemas["SendRequest"],
  // @ts-expect-error There is no such channel.
  { channel: "Whatsap" } satisfies Schemas["RequestedStep"],
  // @ts-expect-error There is no such status.
  { channel: "SMS", successStatus: "Arrived" } satisfies Schemas["RequestedStep"],
  // @ts-expect-error A message of a batch needs a recipient too.
  { type: "text" } satisfies Schemas["BatchedRequest"],
  // @ts-expect-error A key needs scopes.
  { subAccounts: ["shop"] } satisfies Schemas["KeyRequest"],
  // @ts-expect-error A webhook needs an address.
  { subAccountId: "demo", type: "CADR" } satisfies Schemas["WebhookObject"],
];

const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const demo = { subAccountId: "demo" };

const sent = await client.POST("/api/v1/subaccounts/{subAccountId}/messages", { params: { path: demo }, body: message });
if (sent.data === undefined) throw new Error(sent.error.message);
const state: "queued" = sent.data.status.state;

const batch = await client.POST("/api/v1/subaccounts/{subAccountId}/messages/batch", {
  params: { path: demo },
  body: { template: { type: "text", content: { text: "Hello" } }, messages: [{ user: { msisdn: "+9990333" } }] },
});

const timeline = await client.GET("/api/v1/subaccounts/{subAccountId}/messages/{umid}/timeline", {
  params: { path: { ...demo, umid: sent.data.umid } },
});
console.log(`${state}, ${batch.data?.acceptedCount} of a batch, ${timeline.data?.attempts.map((attempt) => attempt.channel).join(" then ")}`);
