#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""fake_agent.py SOCKET FOLDER: the far end of guest agents' channels, for the tests.

QEMU's channel and libvirt both connect to SOCKET. What a guest answers is in FOLDER, which is read
at each command: osinfo (the JSON of guest-get-osinfo), vcpus (how many it uses), and manner:

  well      answers at once                  silent    reads and says nothing
  slow      answers after 5 seconds          half      answers guest-sync, and no more until told
  osonly    knows no guest-get-vcpus         flood     a string of many megabytes as its name
  garbage   bytes that are no JSON           hostile   a name that steers a terminal, or is markup or a command
  lying     more vCPUs than there are
"""

import json
import os
import socketserver
import sys
import time

SOCKET, FOLDER = sys.argv[1:3]


def setting(name, default=""):
    try:
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return default


def osinfo(manner):
    info = json.loads(setting("osinfo", "{}"))
    if manner == "flood":
        info["pretty-name"] = "x" * (3 << 20)
    elif manner == "hostile":
        info["pretty-name"] = "Windows 10 \x1b[31mPro\n\u202e|'\"},{</script><script>alert(1)</script>$(touch ran)"
    return info


def vcpus(manner):
    count = 400 if manner == "lying" else int(setting("vcpus", "1"))
    return [{"logical-id": i, "online": True, "can-offline": False} for i in range(count)]


def answer(command, manner):
    """The reply to one command as bytes, or None where nothing comes."""
    name = command.get("execute")
    if name in ("guest-sync", "guest-sync-delimited"):
        reply = {"return": command["arguments"]["id"]}
    elif manner in ("half", "silent"):
        return None
    elif manner == "garbage":
        return b'{"return": {"pretty-name": \xff\xfe}}\n'
    elif name == "guest-get-osinfo":
        reply = {"return": osinfo(manner)}
    elif name == "guest-get-vcpus" and manner != "osonly":
        reply = {"return": vcpus(manner)}
    else:
        reply = {"error": {"class": "CommandNotFound", "desc": "no such command"}}
    return json.dumps(reply).encode() + b"\n"


class Far(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            manner = setting("manner", "well")
            try:
                command = json.loads(line.strip(b"\xff\n"))
            except ValueError:
                continue
            if manner == "silent" and "sync" in command.get("execute", ""):
                continue
            if manner == "slow":
                time.sleep(5)
            while (reply := answer(command, manner)) is None:
                time.sleep(0.1)  # until it behaves again, so that libvirt lets go of the question
                manner = setting("manner", "well")
            if reply:
                self.wfile.write(reply)
                self.wfile.flush()


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass  # whoever has gone has gone


Server(SOCKET, Far).serve_forever()
