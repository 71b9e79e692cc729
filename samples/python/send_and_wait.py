"""Sends a message over WhatsApp, then Viber, then SMS, and prints its timeline until it is completed.

python3 samples/python/send_and_wait.py
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid

ADDRESS = os.environ.get("FALLBACK_ADDRESS", "http://localhost:5080")
MESSAGES = f"{ADDRESS}/api/v1/subaccounts/demo/messages"
HEADERS = {"Authorization": "Bearer dev-demo-key", "Content-Type": "application/json"}


def send(message, key):
    """Sends a message. The key makes it safe to repeat: create it once for each message, and store it with your order."""
    body = json.dumps(message).encode()
    for attempt in range(1, 5):
        request = urllib.request.Request(MESSAGES, body, {**HEADERS, "Idempotency-Key": key}, method="POST")
        pause = 2**attempt * random.uniform(0.5, 1)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as refused:
            if attempt == 4 or (refused.code != 429 and refused.code < 500):
                raise
            asked = refused.headers.get("Retry-After", "")
            pause = int(asked) if asked.isdigit() else pause
        except OSError:  # The connection failed.
            if attempt == 4:
                raise
        time.sleep(pause)


def timeline_of(umid):
    """Returns everything that happened to a message so far."""
    with urllib.request.urlopen(urllib.request.Request(f"{MESSAGES}/{umid}/timeline", headers=HEADERS), timeout=30) as response:
        return json.load(response)


def main():
    try:
        sent = send(
            {
                "channels": [
                    {"channel": "WhatsApp", "fallbackAfter": 2, "successStatus": "Read"},
                    {"channel": "Viber", "fallbackAfter": 2, "successStatus": "Delivered"},
                    {"channel": "SMS"},
                ],
                # The simulated providers: WhatsApp and Viber stop at Sent, SMS is delivered.
                "user": {"msisdn": "+9990223"},
                "type": "text",
                "content": {"text": "Your parcel arrives today."},
            },
            f"order-{uuid.uuid4()}",
        )
    except urllib.error.HTTPError as refused:
        sys.exit(f"{refused.code}: {refused.read().decode()}")

    # A real client waits for its webhook instead of asking again and again: see webhook_receiver.py.
    while (timeline := timeline_of(sent["umid"]))["state"] != "completed":
        time.sleep(0.5)
    for line in timeline["events"]:
        print(f"{line['at']}  step {line.get('step', '-')}  {line['what']}, because of {line['cause']}")
    print(f"{timeline['outcome']} at step {timeline.get('succeededStep')}")


if __name__ == "__main__":
    main()
