"""A small local HTTP server in a thread; a stand-in is a class with a method an address."""

import json
import threading
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Asked:
    """One request: its query, its form or JSON body, its headers."""

    def __init__(self, environ):
        self.path, self.method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        self.query = {k: v[0] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.headers = {
            k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k[:5] == "HTTP_"
        }
        if body and environ.get("CONTENT_TYPE", "").startswith("application/json"):
            self.form = json.loads(body)
        else:
            self.form = {k: v[0] for k, v in parse_qs(body.decode()).items()}


class StandIn:
    """Start with ``with``; ``url`` is where it answers, ``seen`` every request it got."""

    routes: dict = {}

    def __init__(self):
        self.seen, self.codes = [], {}
        self.who = {}  # what the provider knows of whoever signs in next

    def __enter__(self):
        self.httpd = make_server("127.0.0.1", 0, self.app, server_class=Server, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.httpd.server_port}"
        threading.Thread(target=self.httpd.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.httpd.shutdown()
        self.httpd.server_close()

    def app(self, environ, start_response):
        asked = Asked(environ)
        self.seen.append(asked)
        name = self.routes.get(asked.path)
        status, kind, body = (
            getattr(self, name)(asked) if name else ("404 Not Found", "text/plain", b"")
        )
        head = [("Location", body)] if status.startswith("302") else [("Content-Type", kind)]
        start_response(status, head)
        return [b"" if status.startswith("302") else body]

    def code(self, **kept) -> str:
        """A one-time code that stands for whoever is signing in."""
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = kept | {"who": dict(self.who)}
        return code


def says(data, status="200 OK"):
    return status, "application/json; charset=utf-8", json.dumps(data, ensure_ascii=False).encode()


def sends(url, **more):
    return "302 Found", "", f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"
