"""Stand-ins for the platforms: small servers that speak the documented protocols on a free port."""

import json
import socketserver
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class _Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def platform(answer):
    """``answer(path, query, body)`` gives what the platform says; yields (address, what was asked)."""
    asked = []

    def app(environ, start):
        size = int(environ.get("CONTENT_LENGTH") or 0)
        raw = environ["wsgi.input"].read(size) if size else b""
        query = {k: v[0] for k, v in parse_qs(environ["QUERY_STRING"]).items()}
        body = json.loads(raw) if raw else None
        asked.append((environ["PATH_INFO"], query, body))
        said = answer(environ["PATH_INFO"], query, body)
        status, said = said if isinstance(said, tuple) else ("200 OK", said)
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    server = make_server("127.0.0.1", 0, app, _Threaded, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


class _Smtp(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 for one mail at a time."""

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.say("220 stand-in ESMTP")
        while line := self.rfile.readline():
            verb = line.decode().strip().split(" ")[0].upper()
            if verb == "EHLO":
                self.say("250-stand-in")
                self.say("250 8BITMIME")
            elif verb == "RCPT":
                self.say(self.server.verdict(line.decode().strip()))
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                self.server.mails.append(b"".join(lines))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@contextmanager
def mail_server(verdict=lambda line: "250 ok"):
    """``verdict(line)`` answers RCPT; yields (port, mails taken)."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    server.daemon_threads, server.mails, server.verdict = True, [], verdict
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], server.mails
    finally:
        server.shutdown()
        server.server_close()
