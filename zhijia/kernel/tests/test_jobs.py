"""Long work: queued, shown as it goes, its refusals and faults told apart."""

from datetime import timedelta

import pytest

from zhijia.kernel import clock, jobs
from zhijia.kernel.jobs import Job
from zhijia.kernel.refusals import Refused

SEEN = []


def work(job, number):
    """Goes in two steps and answers with an address."""
    for done in (1, 2):
        job.advance(done, 4)
        SEEN.append((Job.objects.get(pk=job.pk).state, Job.objects.get(pk=job.pk).percent))
    return f"/there/{number}/"


def refuse(job):
    raise Refused("这一行不对。", "请改好再来。")


def fail(job):
    raise ZeroDivisionError("secret detail")


def start(cast, what, **given):
    return jobs.start(what, org=cast.first, by=cast.sun, label="导入", **given)


def run(job):
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_queued_then_run_with_its_progress(cast):
    SEEN.clear()
    job = start(cast, work, number=7)
    assert (job.state, job.percent, job.by) == ("waiting", 0, cast.sun)
    run(job)
    assert SEEN == [("running", 25), ("running", 50)]
    assert (job.state, job.percent, job.result, job.message) == ("done", 100, "/there/7/", "")


def test_a_refusal_is_shown_to_the_person(cast):
    job = run(start(cast, refuse))
    assert (job.state, job.message) == ("failed", "这一行不对。请改好再来。")


def test_a_fault_is_shown_as_a_fault_and_raised_again(cast):
    job = start(cast, fail)
    with pytest.raises(ZeroDivisionError):
        jobs.run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "程序出错" in job.message and "secret" not in job.message


def test_progress_never_says_all_before_the_end(cast):
    job = start(cast, work, number=1)
    job.advance(4, 4)
    assert job.percent == 99


def test_only_who_asked_sees_it(cast, enter):
    job = run(start(cast, refuse))
    page = enter(cast.sun).get(f"/job/{job.pk}/")
    assert page.status_code == 200 and "这一行不对" in page.content.decode()
    assert enter(cast.li).get(f"/job/{job.pk}/").status_code == 404


def test_old_finished_jobs_are_forgotten_failed_ones_kept(cast):
    done, failed = run(start(cast, work, number=1)), run(start(cast, refuse))
    with clock.at(clock.now() + timedelta(91)):
        jobs.prune()
    assert list(Job.objects.all()) == [failed]
    assert done.pk != failed.pk
