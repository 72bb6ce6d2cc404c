"""What an operator should know about the set-up: ``zhijia check``."""

import os
import stat
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from zhijia.kernel.calendar import warning
from zhijia.kernel.deliveries import Delivery
from zhijia.kernel.orgs import Org
from zhijia.kernel.ticks import Tick
from zhijia.kernel.upkeep import CHECK

ERROR, NOTE = "错误", "提醒"


def troubles() -> list[tuple[str, str]]:
    """(level, sentence) for everything wrong or worth knowing."""
    checks = (keys, openness, folders, database, zone, fonts, holidays, due_work, founded)
    return [found for check in checks for found in check()]


def keys():
    if len(settings.SECRET_KEY) < 50:
        yield ERROR, "SECRET_KEY 太短，至少 50 个字符。"
    for number, key in enumerate(settings.ENCRYPTION_KEYS, 1):
        try:
            Fernet(key)
        except ValueError:
            yield ERROR, f"第 {number} 把加密密钥不合格式。"
    if not settings.ENCRYPTION_KEYS:
        yield ERROR, "没有加密密钥，敏感信息无法保存。"
    for name in ("secret_key", "encryption_keys"):
        path = Path(settings.DATA_DIR) / name
        if path.exists() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            yield ERROR, f"{name} 文件别人也能读，请执行 chmod 600。"


def openness():
    hosts = [h for h in settings.ALLOWED_HOSTS if h not in ("localhost", "127.0.0.1", "[::1]")]
    if settings.DEBUG:
        yield (ERROR if hosts else NOTE), "调试模式开着（ZHIJIA_DEBUG），正式使用前请关闭。"
    if "*" in settings.ALLOWED_HOSTS:
        yield ERROR, "ALLOWED_HOSTS 是 *，请写明学校的域名。"
    if settings.DEMO:
        yield (ERROR if hosts else NOTE), "演示模式开着，任何人都能一键进入。"
    if hosts and not settings.SECURE:
        yield ERROR, "对外开放却没有 HTTPS，请配置证书并设 ZHIJIA_HTTPS=1。"


def folders():
    for folder in (Path(settings.DATA_DIR),):
        if not os.access(folder, os.W_OK):
            yield ERROR, f"数据文件夹不可写：{folder}"


def database():
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield ERROR, f"连不上数据库：{error}"
        return
    if waiting:
        yield ERROR, f"数据库有 {len(waiting)} 步升级未做，请运行 zhijia setup。"


def zone():
    if settings.TIME_ZONE != "Asia/Shanghai":
        yield NOTE, f"时区是 {settings.TIME_ZONE}，不是北京时间。"


def fonts():
    if find_spec("pylopdf_fonts_zh_cn") is None:
        yield ERROR, "缺少中文字体包，PDF 会是空白方框。请重新运行 script/setup。"


def holidays():
    if words := warning(timezone.localdate().year):
        yield NOTE, words


def due_work():
    """What the due work found last time: the nightly comparison of records, letters not sent."""
    try:
        for tick in Tick.objects.filter(ok=False).order_by("name"):
            words = (
                "夜间核对发现记录与登记不一致"
                if tick.name == CHECK
                else f"定时任务 {tick.name} 出错"
            )
            yield ERROR, f"{words}（{timezone.localtime(tick.last):%m-%d %H:%M}）：{tick.note}"
        if failed := Delivery.objects.filter(
            state=Delivery.State.FAILED, created__gte=yesterday()
        ).count():
            yield NOTE, f"一天来有 {failed} 条站外通知没有送到，请到“通知渠道”试发。"
    except DatabaseError:
        return  # said already


def founded():
    try:
        if not Org.objects.exists():
            yield (
                NOTE,
                "还没有工会：启动后打开网页，按控制台里的首次设置码开始使用；或运行 zhijia found。",
            )
    except DatabaseError:
        return  # said already


def yesterday():
    return timezone.now() - timedelta(days=1)
