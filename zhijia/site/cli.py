"""``zhijia``: what an operator types. Every command says in Chinese what it did or what is wrong."""

import argparse
import json
import os
import sys
from pathlib import Path


def main(argv=None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    given = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    if given.run is not read_plan:
        import django

        django.setup()
    return given.run(given) or 0


def parser():
    top = argparse.ArgumentParser(prog="zhijia", description="职家：学校工会工作平台")
    verbs = top.add_subparsers(required=True, metavar="命令")

    plan = verbs.add_parser("plan", help="计划").add_subparsers(required=True)
    read = plan.add_parser("read", help="读一份计划文件，不保存")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="打印 JSON")
    read.set_defaults(run=read_plan)

    summary = verbs.add_parser("summary", help="总结").add_subparsers(required=True)
    write = summary.add_parser("write", help="把一年的总结写成 Word 文件")
    write.add_argument("--year", type=int, required=True)
    write.add_argument("--out", type=Path, required=True)
    write.add_argument("--org", help="工会代码；只有一个学校时可不写")
    write.add_argument("--trace", type=Path, help="每个数字的来历，写成 JSON")
    write.set_defaults(run=write_summary)
    prove = summary.add_parser("prove", help="从记录重新计算来历文件里的每个数字")
    prove.add_argument("trace", type=Path)
    prove.set_defaults(run=prove_trace)

    setting_up = simple(verbs, "setup", "建库或升级", set_up)
    setting_up.add_argument("--code", action="store_true", help="换一个首次设置码")
    simple(verbs, "demo", "在空库里建演示学校", build_demo)
    simple(verbs, "check", "检查运行环境", check)
    rebuild = simple(verbs, "rebuild_records", "从登记重新生成全部记录", rebuild_records)
    rebuild.add_argument("--check", action="store_true", help="只比对，不改动")
    simple(verbs, "rotate_keys", "换一把加密钥匙并重新加密", rotate_keys)
    simple(verbs, "work", "只运行后台任务", work)
    forgotten = simple(verbs, "password", "替忘记密码的人设一个新密码", new_password)
    forgotten.add_argument("username")
    founding = simple(verbs, "found", "建一个工会和它的第一个主席", found)
    founding.add_argument("--name", required=True, help="工会名称")
    founding.add_argument("--code", required=True, help="代码")
    founding.add_argument("--chair", required=True, help="主席姓名")
    founding.add_argument("--username", required=True, help="主席的用户名")
    serve = simple(verbs, "serve", "启动网站", start_server)
    serve.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument("--demo", action="store_true", help="演示模式")
    serve.add_argument("--force-demo", action="store_true", help="在非本机地址上也开演示模式")
    return top


def simple(verbs, name, words, run):
    command = verbs.add_parser(name, help=words)
    command.set_defaults(run=run)
    return command


def read_plan(given):
    """Needs no database: the reading is plain Python."""
    from zhijia.desks.planning.reading import Unreadable, read_document

    try:
        reading = read_document(given.file.read_bytes(), given.file.name)
    except OSError as error:
        return fail(f"打不开文件：{given.file}（{error.strerror}）")
    except Unreadable as no:
        return fail(f"{no.sentence}{no.remedy}")
    if given.json:
        print(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
        return 0
    print(f"{reading.title}　{reading.year or ''}　{reading.kind}")
    for item in reading.items:
        print(f"  {item.month[0]}-{item.month[1]}月　{item.title}")
    for warning in reading.warnings:
        print(f"  ! {warning}")
    return 0


def fail(words) -> int:
    print(words, file=sys.stderr)
    return 1


def union_of(code):
    """The union named, or the only school there is; a sentence otherwise."""
    from zhijia.kernel.orgs import Org

    if code:
        org = Org.objects.filter(code=code).first()
        return org, "" if org else f"没有代码为 {code} 的工会。"
    schools = list(Org.objects.filter(kind__in=Org.BASE_KINDS)[:2])
    if len(schools) == 1:
        return schools[0], ""
    return (
        None,
        "库里还没有学校工会。" if not schools else "不止一个学校工会，请用 --org 写明代码。",
    )


def write_summary(given):
    from zhijia.desks.planning import compose, documents, figures
    from zhijia.desks.planning.models import Summary
    from zhijia.kernel.documents.docx import to_docx

    org, why = union_of(given.org)
    if org is None:
        return fail(why)
    summary = Summary.objects.of(org).filter(year=given.year).first()
    if summary is None:
        summary = Summary(org=org, year=given.year)
        summary.title, summary.blocks, summary.figures = compose.write(org, given.year)
    try:
        given.out.write_bytes(to_docx(documents.summary_paper(summary)))
        if given.trace:
            given.trace.write_text(trace_json(figures.trace(summary)), encoding="utf-8")
    except OSError as error:
        return fail(f"写不进文件：{error.filename}（{error.strerror}）。请换一个可写的位置。")
    print(f"已写成：{given.out}")
    return 0


def trace_json(rows) -> str:
    return json.dumps({"figures": rows}, ensure_ascii=False, indent=1)


def prove_trace(given):
    """Recompute every figure of a trace from the facts of its records."""
    from zhijia.kernel.measures import recompute

    wrong = 0
    try:
        rows = json.loads(given.trace.read_text(encoding="utf-8"))["figures"]
    except (OSError, ValueError, KeyError, TypeError):
        return fail(
            f"读不出来历文件：{given.trace}。请用 zhijia summary write --trace 写出的文件。"
        )
    for row in rows:
        value = recompute(row["metric"], row["records"])
        if value != type(value)(str(row["value"])):
            wrong += 1
            print(f"不符：{row['text']}（{row['metric']}）重新计算得 {value}")
    print(f"共 {len(rows)} 个数字，{wrong} 个不符。")
    return 1 if wrong else 0


def set_up(given):
    prepare()
    print("数据库已就绪。")
    return say_code(given.code)


def prepare():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def say_code(again):
    """The one-time set-up code, where a first union is still to come."""
    from .starting import code

    if not code.wanted():
        return fail("已经有工会，不再需要首次设置码。") if again else 0
    if again or not code.waits():
        print("\n".join(code.said()))
    return 0


def build_demo(given):
    from zhijia.kernel.orgs import Org

    from . import demo

    prepare()
    if Org.objects.exists():
        return fail("库里已经有工会，演示学校只建在空库里。")
    demo.build(say=lambda words: print(f"  {words}", flush=True))
    print("演示学校已建好。")


def new_password(given):
    """For whoever nobody else can help: a chair without a vice chair. Ends all their sessions."""
    from getpass import getpass

    from .founding import Unfit, give_password

    try:
        give_password(
            given.username, lambda: os.environ.get("ZHIJIA_PASSWORD") or getpass("新密码：")
        )
    except Unfit as why:
        print(why, file=sys.stderr)
        return 1
    print("密码已换；原来的登录都已失效。二次验证没有改动。")
    return 0


def found(given):
    from getpass import getpass

    from . import founding

    password = os.environ.get("ZHIJIA_PASSWORD") or getpass("主席的密码：")
    try:
        org = founding.found(given.name, given.code, given.chair, given.username, password)
    except founding.Unfit as no:
        return fail(str(no))
    print(f"已建立：{org.name}。")


def check(given):
    from . import health

    troubles = health.troubles()
    for level, words in troubles:
        print(f"[{level}] {words}")
    print("没有发现问题。" if not troubles else f"共 {len(troubles)} 处。")
    return 1 if any(level == "错误" for level, _words in troubles) else 0


def rebuild_records(given):
    from zhijia.kernel import records, waiting

    different = 0
    for found_ in records.rebuild(check=given.check):
        different += found_.changed + found_.orphans
        print(f"{found_.kind}：{found_.seen} 条，差异 {found_.changed + found_.orphans}")
    if not given.check:
        waiting.rebuild()
    print("没有差异。" if not different else f"差异 {different} 条。")
    return 1 if given.check and different else 0


def rotate_keys(given):
    from django.conf import settings

    from zhijia.kernel import privacy

    from . import keys

    if os.environ.get("ENCRYPTION_KEYS"):
        print("密钥来自环境变量：请把新密钥写在最前面，再运行本命令。")
    else:
        keys.add_encryption_key(settings.DATA_DIR)
        settings.ENCRYPTION_KEYS = keys.encryption_keys(settings.DATA_DIR, "")
    print(f"已用新密钥重新加密 {privacy.rotate()} 个字段。")


def work(given):
    from .worker import run_worker

    run_worker()


def start_server(given):
    from . import serving

    return serving.serve(given)
