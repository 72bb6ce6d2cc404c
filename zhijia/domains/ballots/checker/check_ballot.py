#!/usr/bin/env python3
"""复核一次无记名投票：python3 check_ballot.py ballot-1.json [回执 …]

Checks a ballot from the file that the house publishes, on a machine of one's own: the fingerprints of
roll and paper, the signature under every paper, that there are no more papers than marks on the roll,
that no token was used twice, the seal where there is one, the sheets of paper that two tellers entered,
the account of the slips, and the figures of every question, counted anew. Needs Python 3.11 and the package ``cryptography``; shares no code with the server.

Exit status 0 when all holds, 1 when something does not, 2 when the file cannot be read.
"""

import base64
import hashlib
import hmac
import json
import sys
from collections import Counter

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import load_der_public_key

P = 2**255 - 19
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)


class Report:
    """What held and what did not, as lines for a person."""

    def __init__(self):
        self.faults, self.lines = [], []

    def hold(self, fine, words, fault):
        self.lines.append(("✓ " if fine else "✗ ") + (words if fine else fault))
        if not fine:
            self.faults.append(fault)
        return fine


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check(record, receipts=()):
    """The :class:`Report` of one published record."""
    report = Report()
    if not report.hold(
        record.get("format") == "zhijia ballot 1", "文件格式正确", "这不是一份投票复核文件"
    ):
        return report
    check_prints(record, report)
    papers = check_papers(record, report)
    bodies = open_papers(record, papers, report)
    if bodies is not None:
        recount(record, bodies, check_sheets(record, report), report)
    for receipt in receipts:
        found = receipt.strip().upper() in {receipt_of(p) for p in papers}
        report.hold(found, f"回执 {receipt} 在票箱里", f"回执 {receipt} 不在票箱里")
    return report


def check_prints(record, report):
    lines = "\n".join("\t".join(line) for line in sorted(map(tuple, record["roll"])))
    mark = hashlib.sha256(lines.encode()).hexdigest()
    report.hold(mark == record["roll_print"], f"名册 {len(record['roll'])} 人，指纹 {mark}", "名册与指纹不符，名册被改过")  # fmt: skip
    asked = canonical({"questions": record["questions"], "title": record["title"]})
    mark = hashlib.sha256(asked.encode()).hexdigest()
    report.hold(mark == record["paper_print"], f"票面指纹 {mark}", "票面与指纹不符，题目被改过")
    marked, size = record["marked"], len(record["roll"])
    report.hold(0 <= marked <= size, f"领票 {marked} 人，不多于名册", f"领票 {marked} 人，多于名册 {size} 人")  # fmt: skip
    of_class = Counter(line[0] for line in record["roll"])
    report.hold(set(record["keys"]) == set(of_class), "每个类别一把签名钥匙", "签名钥匙与名册的类别对不上")  # fmt: skip


def check_papers(record, report):
    """The papers whose signatures hold; the rest is a fault."""
    keys = {
        k: load_der_public_key(base64.b64decode(v["public"])) for k, v in record["keys"].items()
    }
    good, tokens, of_class = [], set(), Counter()
    for paper in record["papers"]:
        if signed(paper, keys):
            good.append(paper)
        tokens.add(paper["token"])
        of_class[paper["class"]] += 1
    bad, count = len(record["papers"]) - len(good), len(record["papers"])
    report.hold(not bad, f"{count} 张票的签名全部有效", f"有 {bad} 张票的签名无效，是伪造或被改过的")  # fmt: skip
    twice = count - len(tokens)
    report.hold(not twice, "没有一张票投了两次", f"有 {twice} 张票的编号重复")
    marked = sum(record["ways"][way] for way in ("phone", "slip"))
    report.hold(count <= marked, f"票数 {count} 不多于领票人数 {marked}", f"票数 {count} 多于领票人数 {marked}，选举无效")  # fmt: skip
    size = Counter(line[0] for line in record["roll"])
    more = [k for k, n in of_class.items() if n > size[k]]
    report.hold(not more, "各类别的票数不多于人数", f"类别 {'、'.join(more)} 的票数多于人数")
    return good


def check_sheets(record, report):
    """(class, what is on it) of each sheet of paper; nothing signs these but two tellers' hands."""
    batches, ways, said = record["batches"], record["ways"], record["result"]["slips"]
    names, numbers = [b["tellers"] for b in batches], {b["number"] for b in batches}
    two = all(len(set(pair)) == 2 for pair in names) and len(numbers) == len(batches)
    report.hold(two, f"纸票 {len(batches)} 批，每批两位监票人录入一致", "有一批纸票不是两位监票人录入的，或者批号重复")  # fmt: skip
    found = [(b["class"], body) for b in batches for body in b["sheets"]]
    out = ways["hall"] + ways["box"]
    report.hold(len(found) <= out, f"纸票 {len(found)} 张，不多于发出的 {out} 张", f"纸票 {len(found)} 张，多于发出的 {out} 张，选举无效")  # fmt: skip
    report.hold(sum(ways.values()) == record["marked"], "各种领票方式合计等于领票人数", "各种领票方式合计不等于领票人数")  # fmt: skip
    if said:
        agrees = said["given"] == ways["slip"] and said["left"] is not None and said["printed"] == said["given"] + said["left"]  # fmt: skip
        report.hold(agrees == said["agrees"], f"凭条{'账实相符' if agrees else '账实不符，公布的结果已说明'}", "凭条的账与公布的说法不符")  # fmt: skip
    return found


def signed(paper, keys):
    try:
        message = bytes.fromhex(paper["prefix"] + paper["token"])
        if len(message) != 64 or paper["class"] not in keys:
            return False
        keys[paper["class"]].verify(
            base64.b64decode(paper["signature"]), message, PSS, hashes.SHA384()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def receipt_of(paper):
    message = bytes.fromhex(paper["prefix"] + paper["token"])
    mark = hashlib.sha256(b"zhijia receipt 1" + message + base64.b64decode(paper["signature"]))
    text = mark.hexdigest()[:16].upper()
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


# --- the seal ---------------------------------------------------------------------------------


def open_papers(record, papers, report):
    """(class, what is on it) of each paper; None where the seal cannot be opened."""
    seal = record.get("seal")
    if not seal:
        return [(p["class"], p["body"]) for p in papers]
    publics = [bytes.fromhex(k) for k in seal["keys"]]
    privates = [X25519PrivateKey.from_private_bytes(bytes.fromhex(k)) for k in seal["handed"]]
    known = {k.public_key().public_bytes_raw(): k for k in privates}
    fits = all(public in publics for public in known)
    report.hold(fits, f"交出的 {len(known)} 个封条都是监票人的", "有一个封条不是监票人的")
    enough = len(known) >= seal["need"]
    if not report.hold(
        enough and fits,
        f"封条够 {seal['need']} 个，可以开封",
        f"封条不足 {seal['need']} 个，打不开",
    ):
        return None
    holders = {publics.index(public) + 1: key for public, key in known.items()}
    opened, broken = [], 0
    for paper in papers:
        try:
            opened.append((paper["class"], unseal(record, seal, publics, holders, paper["body"])))
        except (ValueError, InvalidTag):
            broken += 1
            opened.append((paper["class"], ""))
    report.hold(True, f"{len(opened) - broken} 张票开封成功" + (f"，{broken} 张打不开，按无效计" if broken else ""), "")  # fmt: skip
    return opened


def hkdf_extract(salt, secret):
    return hmac.new(salt, secret, "sha384").digest()


def hkdf_expand(root, label, length):
    out, block, n = b"", b"", 0
    while len(out) < length:
        n += 1
        block = hmac.new(root, block + label.encode() + bytes([n]), "sha384").digest()
        out += block
    return out[:length]


def unseal(record, seal, publics, holders, body):
    """The paper under the seal: the secret from k shares, everything made anew and compared."""
    n, need, size = len(publics), seal["need"], seal["size"]
    sealed = base64.b64decode(body, validate=True)
    cut = 32 + 32 * n
    if len(sealed) != cut + 2 + size + 16:
        raise ValueError("length")
    point, head, text = sealed[:32], sealed[:cut], sealed[cut:]
    words = b"zhijia sealed 1" + bytes([need, n]) + size.to_bytes(2, "big") + b"".join(publics)
    terms = hashlib.sha384(words + record["id"].encode()).digest()
    shares = {}
    for i, key in list(holders.items())[:need]:
        common = key.exchange(X25519PublicKey.from_public_bytes(point))
        pad = hkdf_expand(hkdf_extract(terms, common + point), f"share {i}", 32)
        shares[i] = int.from_bytes(
            bytes(a ^ b for a, b in zip(pad, head[32 * i : 32 * i + 32], strict=True)), "big"
        )
    secret = 0
    for i, share in shares.items():
        top = bottom = 1
        for j in shares:
            if j != i:
                top, bottom = top * j % P, bottom * (j - i) % P
        secret = (secret + share * top * pow(bottom, -1, P)) % P
    root = hkdf_extract(terms, secret.to_bytes(32, "big"))
    once = X25519PrivateKey.from_private_bytes(hkdf_expand(root, "point", 32))
    curve = [secret] + [
        int.from_bytes(hkdf_expand(root, f"coefficient {j}", 48), "big") % P for j in range(1, need)
    ]
    again = once.public_key().public_bytes_raw()
    for i, public in enumerate(publics, 1):
        share = sum(c * pow(i, j, P) for j, c in enumerate(curve)) % P
        common = once.exchange(X25519PublicKey.from_public_bytes(public))
        pad = hkdf_expand(hkdf_extract(terms, common + point), f"share {i}", 32)
        again += bytes(a ^ b for a, b in zip(pad, share.to_bytes(32, "big"), strict=True))
    if again != head:
        raise ValueError("shares")
    padded = ChaCha20Poly1305(hkdf_expand(root, "key", 32)).decrypt(bytes(12), text, None)
    end = 2 + int.from_bytes(padded[:2], "big")
    if end > len(padded) or any(padded[end:]):
        raise ValueError("padding")
    return padded[2:end].decode()


# --- the count --------------------------------------------------------------------------------


def recount(record, signed_bodies, sheets, report):
    said, bodies = record["result"], signed_bodies + sheets
    kinds = (said["signed"], said["sheets"]) == (len(signed_bodies), len(sheets))
    report.hold(kinds, "公布的手机票和纸票张数正确", "公布的手机票或纸票张数不对")
    report.hold(said["ways"] == record["ways"], "公布的各种领票人数正确", "公布的各种领票人数不对")
    if len(bodies) > record["marked"]:
        report.hold(not said["valid"], "收回多于发出，公布为无效", "收回多于发出，却公布为有效")
    report.hold(said["returned"] == len(bodies), f"收回 {len(bodies)} 票", f"公布收回 {said['returned']} 票，实有 {len(bodies)} 票")  # fmt: skip
    report.hold(said["roll"] == len(record["roll"]), "公布的名册人数正确", "公布的名册人数不对")
    report.hold(said["issued"] == record["marked"], "公布的领票人数正确", "公布的领票人数不对")
    parsed = [(klass, parse(body)) for klass, body in bodies]
    for question, published in zip(record["questions"], said["questions"], strict=True):
        mine = count(question, parsed)
        theirs = published["counted"]
        same = all(canonical(mine[k]) == canonical(theirs.get(k)) for k in mine)
        report.hold(same, f"“{question['text']}”的票数与公布的一致", f"“{question['text']}”的票数与公布的不一致")  # fmt: skip
        if question["form"] in ("yesno", "choose"):
            check_verdict(record, question, published, mine, len(bodies), report)


def parse(body):
    try:
        paper = json.loads(body)
        return paper["a"] if isinstance(paper["a"], dict) else None
    except (ValueError, KeyError, TypeError):
        return None


def count(question, parsed):
    """The figures of one question, from the answers alone."""
    form, valid, void, blank = question["form"], 0, 0, 0
    keys = [o["key"] for o in question["options"]]
    yes_no, yes, no, names = Counter(), Counter(), Counter(), Counter()
    marks = {k: {} for k in keys}
    points, firsts = Counter(), Counter()
    for klass, answers in parsed:
        said = answers.get(question["id"]) if answers is not None else None
        if said in (None, "", [], {}):
            blank += 1
            continue
        if not well_formed(question, keys, said):
            void += 1
            continue
        valid += 1
        if form == "yesno":
            yes_no[said] += 1
        elif form == "choose":
            yes.update(approved(question, said))
            no.update(said.get("no") or [])
            names.update(others(question, said))
        elif form == "scale":
            for key, given in said.items():
                for criterion, grade in given.items():
                    by = marks[key].setdefault(criterion, {}).setdefault(klass, {})
                    by[grade] = by.get(grade, 0) + 1
        else:
            firsts[said[0]] += 1
            for place, key in enumerate(said):
                points[key] += len(keys) - place
    found = {"valid": valid, "void": void, "blank": blank}
    if form == "yesno":
        return found | {"counts": {k: yes_no[k] for k in ("yes", "no", "abstain")}}
    if form == "choose":
        counts = {k: {"yes": yes[k], "no": no[k], "abstain": valid - yes[k] - no[k]} for k in keys}
        return found | {"counts": counts, "written": dict(names)}
    if form == "scale":
        return found | {"counts": marks}
    return found | {"counts": {k: {"points": points[k], "firsts": firsts[k]} for k in keys}}


def names_of(said):
    return [" ".join(n.split())[:30] for n in said.get("write") or [] if n.strip()]


def approved(question, said):
    """Whom a paper approves of the candidates: marked, or written in though they stand on it."""
    listed = {o["label"]: o["key"] for o in question["options"]}
    return [*(said.get("yes") or []), *(listed[n] for n in names_of(said) if n in listed)]


def others(question, said):
    listed = {o["label"] for o in question["options"]}
    return [n for n in names_of(said) if n not in listed]


def well_formed(question, keys, said):
    form = question["form"]
    if form == "yesno":
        return said in ("yes", "no", "abstain")
    if form == "choose":
        if not isinstance(said, dict):
            return False
        lists = [said.get(k) or [] for k in ("yes", "no", "write")]
        if not all(isinstance(x, list) and all(isinstance(y, str) for y in x) for x in lists):
            return False
        yes, no, names = approved(question, said), lists[1], others(question, said)
        fits = set(yes) | set(no) <= set(keys) and not set(yes) & set(no)
        once = len(set(yes)) == len(yes) and len(set(names)) == len(names)
        few = len(yes) + len(names) <= question["seats"]
        return fits and once and few and (question["write_in"] or not names)
    if form == "scale":
        criteria = set(question["criteria"]) | {"总评"}
        if not isinstance(said, dict) or not all(isinstance(m, dict) for m in said.values()):
            return False
        marks = [m for m in said.values() if not set(m) <= criteria or not set(m.values()) <= set(question["grades"])]  # fmt: skip
        return set(said) <= set(keys) and not marks
    return isinstance(said, list) and len(set(said)) == len(said) and set(said) <= set(keys)


def check_verdict(record, question, published, mine, returned, report):
    """Whether what was declared follows from the figures and the declared denominator."""
    result = record["result"]
    present = record["present"] if record["present"] is not None else record["marked"]
    of = {"roll": len(record["roll"]), "due": result["due"], "present": present, "returned": returned,
          "valid": mine["valid"]}[record["base"]]  # fmt: skip
    again = bool(question.get("runoff"))  # among the tied more votes win, however many
    need = 0 if again else of // 2 + 1
    fine = published["of"] == of and published["need"] == need
    name = question["text"]
    report.hold(fine, f"“{name}”的计算基数 {of}、须 {need} 票正确", f"“{name}”的计算基数或所需票数不对")  # fmt: skip
    if question["form"] == "yesno":
        passed = mine["counts"]["yes"] >= need
        report.hold(passed == published["passed"], f"“{name}”{'通过' if passed else '未通过'}属实", f"“{name}”的结论与票数不符")  # fmt: skip
        return
    votes = {k: c["yes"] for k, c in mine["counts"].items()}
    barred = set(published.get("barred", ())) & set(mine["written"])
    for written, number in mine["written"].items():
        if written not in barred:
            votes[written] = votes.get(written, 0) + number
    if barred:
        report.hold(
            True, f"“{name}”另选的 {'、'.join(sorted(barred))} 公布为不能当选，请对照规定核实", ""
        )
    right = winners(votes, need, question["seats"]) == (set(published["elected"]), set(published["tied"]))  # fmt: skip
    report.hold(right, f"“{name}”的当选人属实", f"“{name}”的当选人与票数不符")


def winners(votes, need, seats):
    """(elected, tied): nobody who has as many votes as somebody left outside."""
    over = [k for k, n in votes.items() if n >= need]
    above = {k: sum(votes[o] > votes[k] for o in over) for k in over}
    alike = {k: sum(votes[o] == votes[k] for o in over) for k in over}
    elected = {k for k in over if above[k] + alike[k] <= seats}
    return elected, {k for k in over if above[k] < seats and k not in elected}


def main(args):
    if not args:
        print(__doc__.strip().splitlines()[0])
        return 2
    try:
        with open(args[0], encoding="utf-8") as file:
            record = json.load(file)
        report = check(record, args[1:])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        print(f"✗ 文件读不出来或不完整：{type(fault).__name__} {fault}")
        return 2
    print(record.get("title", ""))
    print("\n".join(report.lines))
    print(f"复核{'未通过：' + '；'.join(report.faults) if report.faults else '通过：全部属实'}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
