"""Activities are counted under names that several domains share (kernel/gatherings.py)."""

from django.db import migrations

RENAMED = {
    "worklog.activity": "gatherings.held",
    "worklog.activity.person_times": "gatherings.held.person_times",
    "worklog.activity.spent": "gatherings.held.spent",
    "worklog.women": "gatherings.women",
    "worklog.women.person_times": "gatherings.women.person_times",
    "worklog.person_times": "gatherings.person_times",
    "worklog.persons": "gatherings.persons",
    "worklog.people": "gatherings.people",
    "worklog.spent": "gatherings.spent",
}


def rename(apps, schema_editor):
    for name in ("Fact", "Tally"):
        rows = apps.get_model("kernel", name).objects
        for old, new in RENAMED.items():
            rows.filter(metric=old).update(metric=new)


class Migration(migrations.Migration):
    dependencies = [("worklog", "0001_initial"), ("kernel", "0007_leaner")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
