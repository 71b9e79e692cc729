"""Receives status updates of the demo account: verifies the signature, and skips repeated deliveries.

python3 samples/python/webhook_receiver.py
"""

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = os.environ.get("FALLBACK_ADDRESS", "http://localhost:5080")
PORT = int(os.environ.get("RECEIVER_PORT", "5090"))
WEBHOOKS = f"{ADDRESS}/api/v1/accounts/00000000-0000-0000-0000-000000000001/webhooks"
LARGEST_BODY = 1_000_000


def post(url, body):
    """Posts JSON; returns the JSON of the response, or None."""
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Authorization": "Bearer dev-demo-key", "Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        text = response.read()
        return json.loads(text) if text else None


def is_signed(headers, body, secrets, now=None):
    """Verifies a delivery. During a rotation give both secrets: one right signature is enough."""
    update, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not update or not (timestamp.isascii() and timestamp.isdigit()) or abs((now or time.time()) - int(timestamp)) > 300:
        return False
    given = [one[3:] for one in headers.get("webhook-signature", "").split(" ") if one.startswith("v1,")]
    signed = f"{update}.{timestamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        if any(hmac.compare_digest(one.encode(), right) for one in given):
            return True
    return False


class Receiver(BaseHTTPRequestHandler):
    """Takes status updates."""

    secrets = []
    # Deliveries are "at least once": the id is the same for each attempt, so it tells repetitions. A real receiver keeps the ids in its
    # database, in the transaction of its work, for at least the day in which deliveries are retried.
    seen = set()

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST_BODY))
        if not is_signed(self.headers, body, self.secrets):
            print("refused: the signature is wrong", flush=True)
            self.send_response(401)
            self.end_headers()
            return
        self.send_response(204)
        self.end_headers()
        update = self.headers["webhook-id"]
        if update not in self.seen:
            self.seen.add(update)
            event = json.loads(body)
            data = event.get("data", {})
            print(event.get("type"), "step", data.get("step", "-"), data.get("channel", ""), data.get("status", ""), flush=True)

    def log_message(self, *_):
        """Writes nothing: what was received is printed above."""


def main():
    server = ThreadingHTTPServer(("localhost", PORT), Receiver)
    # Register the endpoint, and get a signing secret. It is shown once: a real receiver stores it.
    post(WEBHOOKS, [{"subAccountId": "demo", "type": "CADR", "url": f"http://localhost:{PORT}/status", "format": "events-v1"}])
    Receiver.secrets = [post(f"{WEBHOOKS}/secret", {"subAccountId": "demo"})["secret"]]
    print(f"Now listening on: http://localhost:{PORT}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
