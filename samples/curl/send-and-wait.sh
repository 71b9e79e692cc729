#!/usr/bin/env bash
# Sends a message over WhatsApp, then Viber, then SMS, and prints its timeline when it is completed.
# samples/curl/send-and-wait.sh
set -euo pipefail

messages="${FALLBACK_ADDRESS:-http://localhost:5080}/api/v1/subaccounts/demo/messages"

# The key makes the request safe to repeat: curl tries again after a time-out, 429 or 5xx, and there is one message.
# The number decides what the simulated providers do: WhatsApp and Viber stop at Sent, SMS is delivered.
sent=$(curl -sS --fail-with-body --max-time 30 --retry 3 --retry-connrefused "$messages" \
  -H 'Authorization: Bearer dev-demo-key' -H 'Content-Type: application/json' \
  -H "Idempotency-Key: order-$(date +%s)-$RANDOM$RANDOM" \
  -d '{
    "channels": [
      { "channel": "WhatsApp", "fallbackAfter": 2, "successStatus": "Read" },
      { "channel": "Viber", "fallbackAfter": 2, "successStatus": "Delivered" },
      { "channel": "SMS" }
    ],
    "user": { "msisdn": "+9990223" },
    "type": "text",
    "content": { "text": "Your parcel arrives today." }
  }') || { echo "$sent" >&2; exit 1; }
umid=$(sed -E 's/.*"umid":"([0-9a-f-]+)".*/\1/' <<< "$sent")

# A real client waits for its webhook instead of asking again and again. With jq at hand you need no sed.
timeline=
while ! grep -q '"state":"completed"' <<< "$timeline"; do
  sleep 0.5
  timeline=$(curl -sS --fail-with-body --max-time 30 --retry 3 "$messages/$umid/timeline" -H 'Authorization: Bearer dev-demo-key')
done
sed 's/.*"events":\[//; s/},{/}\n{/g; s/\]}$//' <<< "$timeline"
sed -E 's/.*"outcome":"([a-z]+)","provisional".*"succeededStep":([0-9]+).*/\1 at step \2/' <<< "$timeline"
