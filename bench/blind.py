"""Blind signatures and sealed papers, RSA-3072, on one core; and the voter's half on a slow phone.

    .venv/bin/python bench/blind.py [claims a round] [browsers]

Floor of a signature, in the same rounds: the two constant-time powers (``gmpy2.powmod_sec``) that
RSA with the Chinese remainder theorem cannot do without. The server's figures are a second of
processor time of one core, so that waiting behind others on the machine does not count. The phone
is Chromium slowed four times, over plain http; what the network and the server take is not in it.

Musts: 5,000 claims in 60 s; 10,000 papers checked in 10 s; from tapping 投票 to the receipt 1.5 s;
voting script 40 KB. Aims: 400 votes/s; 10,000 papers in 1 s.
"""

import gzip
import os
import shutil
import statistics
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import gmpy2
from house import ROOT, numbers, probe, report
from playwright.sync_api import sync_playwright

from zhijia.domains.ballots import blind, sealing
from zhijia.domains.ballots.codes import new_code

STATIC = ROOT / "zhijia/domains/ballots/static"
SLOWER = 4
HOST = "school.example"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-proxy-server"]
FLAGS += [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
VOTE = """async ({ code, key, terms, signed }) => {
  const start = performance.now();
  const { derive } = await import("/ballots/js/blind.js");
  const { sealing } = await import("/ballots/js/seal.js");
  const took = { "scripts loaded": performance.now() - start };
  const time = (name, work) => {
    const from = performance.now(), result = work();
    took[name] = performance.now() - from;
    return result;
  };
  const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const claim = time("derive and blind", () => derive(code, "bench", bytes(key)));
  time("finalize and verify", () => claim.finalize(bytes(signed)));
  const seal = sealing({ ...terms, keys: terms.keys.map(bytes) });
  time("seal a paper to 5 tellers", () => seal.seal(new Uint8Array(500)));
  return took;
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def rates(rounds=7, **works) -> dict:
    """Deeds a second of processor time: medians of rounds in which every work has its turn."""
    took = {name: [] for name in works}
    for _ in range(rounds):
        for name, (deed, things) in works.items():
            start = time.process_time()
            for thing in things:
                deed(thing)
            took[name].append(len(things) / (time.process_time() - start))
    return {name: statistics.median(each) for name, each in took.items()}


def server(count: int):
    """What the union's server does; gives the key and the terms of a sealed ballot."""
    key = blind.new_key()
    codes = [new_code() for _ in range(count)]
    claims = [blind.derive(code, "bench", key.public) for code in codes]
    done = [claim.finalize(key.sign_blinded(claim.blinded)) for claim in claims]
    tellers = [sealing.teller_key(new_code(), "bench") for _ in range(5)]
    terms = sealing.Sealing("bench", 3, tuple(public for _private, public in tellers), 500)
    sealed = [terms.seal(bytes(500)) for _ in codes]
    p, dp, q, dq = key._p, key._dp, key._q, key._dq

    def powers(claim):
        base = gmpy2.mpz.from_bytes(claim.blinded)
        gmpy2.powmod_sec(base % p, dp, p)
        gmpy2.powmod_sec(base % q, dq, q)

    found = rates(
        floor=(powers, claims),
        signed=(lambda claim: key.sign_blinded(claim.blinded), claims),
        verified=(lambda each: blind.verify(key.public, *each), done * 10),
        derived=(lambda code: blind.derive(code, "bench", key.public), codes),
        sealed=(terms.seal, [bytes(500)] * count),
        opened=(terms.opener(private for private, _public in tellers), sealed),
    )
    floor = found["floor"]
    report("floor: two powmod_sec a signature", floor, "/s")
    report("blind signatures", found["signed"], "/s", must=84, aim=400, floor=floor, least=True)
    report("signatures verified", found["verified"], "/s", must=1000, aim=10000, least=True)
    report("claims derived in Python (slips)", found["derived"], "/s")
    report("papers sealed to 5 tellers in Python", found["sealed"], "/s")
    report("papers opened by 3 of 5, all checks", found["opened"], "/s", must=1000, least=True)
    return key, terms


def phone(key, terms, pages: int) -> None:
    """What a voter's slow phone does, in milliseconds: the median of so many fresh browsers."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        print("no Chromium here: nothing measured in a browser")
        return
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC)))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    names = {"ballotId": terms.ballot_id, "need": terms.need, "size": terms.size}
    data = {"key": key.public.hex(), "terms": names | {"keys": [k.hex() for k in terms.keys]}}
    took = []
    with sync_playwright() as p:
        for _ in range(pages):
            code = new_code()
            claim = blind.derive(code, "bench", key.public)
            mine = {"code": code, "signed": key.sign_blinded(claim.blinded).hex()}
            # A new browser each time: nothing compiled is kept from the voter before.
            shown = p.chromium.launch(executable_path=found, args=FLAGS)
            page = shown.new_page()
            page.goto(f"http://{HOST}:{site.server_port}/")
            slow = page.context.new_cdp_session(page)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            took.append(page.evaluate(VOTE, data | mine))
            shown.close()
    site.shutdown()
    for name in took[0]:
        report(f"phone ({SLOWER}x slower): {name}", statistics.median(t[name] for t in took), "ms")
    wholes = sorted(sum(each.values()) for each in took)
    report("phone: all of it", statistics.median(wholes), "ms", must=1500)
    report("phone: all of it, the worst", wholes[-1], "ms", must=1500)


def main() -> int:
    count, pages = numbers(60, 9)
    probe()
    key, terms = server(count)
    phone(key, terms, pages)
    sizes = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in STATIC.rglob("*.js")}
    for name, size in sorted(sizes.items()):
        report(f"{name}, compressed", size / 1024, "KB")
    report("all scripts of the ballot core", sum(sizes.values()) / 1024, "KB", must=40)
    return 0


if __name__ == "__main__":
    sys.exit(main())
