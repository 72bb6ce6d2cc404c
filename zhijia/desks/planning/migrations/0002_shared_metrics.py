"""Plan items and summaries follow the metrics that several domains share (kernel/gatherings.py)."""

import re
from importlib import import_module

from django.db import migrations

CODE = re.compile(r"[a-z_.]+")


def rename(apps, schema_editor):
    renamed = import_module("zhijia.domains.worklog.migrations.0002_shared_metrics").RENAMED
    items = apps.get_model("planning", "PlanItem").objects
    for old, new in renamed.items():
        items.filter(metric=old).update(metric=new)
    summaries = apps.get_model("planning", "Summary").objects
    for summary in summaries.all().iterator():
        for figure in summary.figures.values():
            figure["metric"] = CODE.sub(lambda m: renamed.get(m[0], m[0]), figure["metric"])
        summaries.filter(pk=summary.pk).update(figures=summary.figures)


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial"), ("worklog", "0002_shared_metrics")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
