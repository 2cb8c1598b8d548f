#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""image_api.py FILE: OpenStack's image API, as far as "openstack image set" asks it, for the one image in FILE.

Prints its port, and keeps FILE up to date. It listens on this machine only, and nobody has to log in.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class ImageApi(BaseHTTPRequestHandler):
    """Version discovery, the image itself, and changes of it as a JSON patch of its properties."""

    def log_message(self, *_):
        pass

    def send(self, answer, status=200):
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def image(self):
        with open(sys.argv[1], encoding="utf-8") as file:
            return json.load(file)

    def do_GET(self):
        image = self.image()
        if self.path == "/":
            link = {"rel": "self", "href": f"http://127.0.0.1:{self.server.server_port}/v2/"}
            self.send({"versions": [{"id": "v2.9", "status": "CURRENT", "links": [link]}]})
        elif self.path == f"/v2/images/{image['id']}":
            self.send(image)
        else:
            self.send({}, 404)

    def do_PATCH(self):
        image = self.image()
        patch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for step in patch:
            # a property has a text, and no other path is one
            assert step["op"] in ("add", "replace") and isinstance(step["value"], str), step
            image[step["path"].removeprefix("/")] = step["value"]
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            json.dump(image, file)
        self.send(image)


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), ImageApi)
    print(server.server_port, flush=True)
    server.serve_forever()
