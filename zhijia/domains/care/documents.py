"""The visit on paper: the registration form that the treasurer files with the receipt."""

from zhijia.kernel.documents.paper import Facts, Paper, SignLine
from zhijia.kernel.documents.registry import document
from zhijia.kernel.money import yuan
from zhijia.kernel.privacy import look

from .models import Visit


@document(Visit, "visit-form", "慰问登记表", may="care.visit")
def visit_form(visit, by):
    """慰问登记表: who, why, how much, by which standard, with the lines to sign (rules 3.27)."""
    for person in visit.recipients.all():
        look(by, person, "慰问登记表", visit)
    pairs = [
        ("慰问对象", "、".join(p.name for p in visit.recipients.all())),
        ("情形", visit.get_kind_display()),
        ("走访日期", f"{visit.on.year}年{visit.on.month}月{visit.on.day}日"),
        ("走访人", "、".join(p.name for p in visit.visitors.all())),
        ("形式", visit.get_form_display() + (f"（{visit.goods}）" if visit.goods else "")),
        ("金额", f"{yuan(visit.amount)} 元"),
        ("执行标准", visit.rule),
        ("超标准理由", visit.over or "无"),
        ("经办人", visit.planned_by.name),
        ("批准人", visit.approved_by.name if visit.approved_by else "标准以内，无须另批"),
    ]
    blocks = [
        Facts(pairs, columns=2),
        SignLine(["慰问对象（或代收人）签名", "经办人签名", "工会主席签名"]),
    ]
    return Paper("慰问登记表", blocks, org=visit.org.name, date=visit.on, kind="form")
