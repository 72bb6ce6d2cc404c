"""CAS 3.0: login, serviceValidate, p3/serviceValidate. Tickets hold once and for one service."""

from xml.sax.saxutils import escape

from .server import StandIn, sends

OPEN = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">'
CLOSE = "</cas:serviceResponse>"


class Cas(StandIn):
    routes = {
        "/cas/login": "login", "/cas/serviceValidate": "validate", "/cas/p3/serviceValidate": "validate",
    }  # fmt: skip

    def login(self, asked):
        service = asked.query["service"]
        return sends(service, ticket="ST-" + self.code(service=service))

    def validate(self, asked):
        kept = self.codes.pop(asked.query.get("ticket", "").removeprefix("ST-"), None)
        if kept is None or kept["service"] != asked.query.get("service"):
            words = (
                '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>'
            )
            return "200 OK", "text/xml", f"{OPEN}{words}{CLOSE}".encode()
        who = kept["who"]
        rest = "".join(f"<cas:{k}>{escape(v)}</cas:{k}>" for k, v in who.items() if k != "user")
        if asked.path.startswith("/cas/p3/"):
            rest = f"<cas:attributes>{rest}</cas:attributes>"
        else:
            rest = ""
        words = f"<cas:user>{escape(who['user'])}</cas:user>{rest}"
        body = f"{OPEN}<cas:authenticationSuccess>{words}</cas:authenticationSuccess>{CLOSE}"
        return "200 OK", "text/xml", body.encode()
