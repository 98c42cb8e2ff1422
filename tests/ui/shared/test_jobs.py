"""Work beside the window: results come home, errors too, and nothing is lost at the end."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import NoReturn

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deskapp.errors import DeskError
from deskapp.ui.shared import failures
from deskapp.ui.shared.jobs import Worker


def _refused() -> NoReturn:
    raise DeskError("The file is read-only.")


def _broken() -> NoReturn:
    raise ZeroDivisionError


def test_a_result_comes_back_on_the_window_s_thread(qtbot: QtBot, worker: Worker) -> None:
    seen: list[tuple[int, bool, bool]] = []
    main = threading.get_ident()

    def work(number: int) -> tuple[int, bool]:
        return number * 2, threading.get_ident() != main

    def take(result: tuple[int, bool]) -> None:
        seen.append((*result, threading.get_ident() == main))

    worker.submit(work, 21, on_done=take)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, True, True)]


def test_jobs_run_one_after_the_other_on_one_thread(qtbot: QtBot, worker: Worker) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(200):
        worker.submit(lambda n: (n, threading.get_ident()), number, on_done=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 200)
    assert [number for number, _ in seen] == list(range(200))
    assert len({thread for _, thread in seen}) == 1


def test_an_error_for_the_desk_goes_to_the_one_who_asked(qtbot: QtBot, worker: Worker) -> None:
    told: list[str] = []
    ended: list[bool] = []
    worker.submit(
        _refused, on_failed=lambda error: told.append(str(error)), on_finished=lambda: ended.append(True)
    )
    qtbot.waitUntil(lambda: bool(ended))
    assert told == ["The file is read-only."]


def test_an_error_nobody_waits_for_is_still_told(
    qtbot: QtBot, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(failures, "report", told.append)
    worker.submit(_refused)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], DeskError)


def test_a_bug_becomes_a_report_and_the_worker_lives_on(
    qtbot: QtBot, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    failed: list[DeskError] = []
    done: list[int] = []
    monkeypatch.setattr(failures, "report", reported.append)
    worker.submit(_broken, on_failed=failed.append)
    worker.submit(lambda: 1, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert [type(bug) for bug in reported] == [ZeroDivisionError]
    assert failed == []


def test_progress_is_told_and_a_running_job_can_be_cancelled(qtbot: QtBot, worker: Worker) -> None:
    steps: list[tuple[int, int]] = []
    done: list[str] = []
    ended: list[bool] = []
    go_on = threading.Semaphore(0)

    def work(progress: Callable[[int, int], None]) -> str:
        for step in range(1000):
            progress(step, 1000)
            go_on.acquire(timeout=5)
        return "all"

    job = worker.submit(
        work,
        on_done=done.append,
        on_progress=lambda now, whole: steps.append((now, whole)),
        on_finished=lambda: ended.append(True),
        can_cancel=True,
    )
    qtbot.waitUntil(lambda: bool(steps))
    job.cancel()
    go_on.release()
    qtbot.waitUntil(lambda: bool(ended))
    assert steps == [(0, 1000)]
    assert done == []
    assert job.ended


def test_a_cancelled_job_never_begins(qtbot: QtBot, worker: Worker) -> None:
    gate = threading.Event()
    ran: list[str] = []
    worker.submit(gate.wait, 5)
    job = worker.submit(ran.append, "second")
    job.cancel()
    last: list[bool] = []
    worker.submit(lambda: True, on_done=last.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(last))
    assert ran == []


def test_busy_is_told_once_at_the_beginning_and_once_at_the_end(qtbot: QtBot, worker: Worker) -> None:
    told: list[bool] = []
    worker.busy.connect(told.append)
    for _ in range(3):
        worker.submit(lambda: None)
    assert worker.is_busy()
    qtbot.waitUntil(lambda: told == [True, False])
    assert not worker.is_busy()


def test_an_answer_for_a_widget_that_is_gone_is_dropped(
    qtbot: QtBot, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(failures, "report", reported.append)
    label = QLabel()
    worker.submit(lambda: "late", on_done=label.setText)
    shiboken6.delete(label)
    done: list[int] = []
    worker.submit(lambda: 1, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert reported == []


def test_closing_waits_for_the_running_job_and_drops_the_rest(qtbot: QtBot) -> None:
    worker = Worker()
    ran: list[str] = []
    started, gate = threading.Event(), threading.Event()

    def first() -> None:
        started.set()
        gate.wait(5)
        ran.append("first")

    worker.submit(first)
    worker.submit(ran.append, "second")
    assert started.wait(5)
    threading.Timer(0.05, gate.set).start()
    assert worker.close()
    assert ran == ["first"]


def test_ten_thousand_answers_do_not_wear_out_python(qtbot: QtBot, worker: Worker) -> None:
    """Some pairs of PySide and Python count references to None wrongly and end after a while."""
    gc.collect()
    before = sys.getrefcount(None)
    ended: list[int] = []
    for number in range(10_000):
        worker.submit(lambda: None, on_finished=partial(ended.append, number))
    qtbot.waitUntil(lambda: len(ended) == 10_000, timeout=20_000)
    gc.collect()
    assert sys.getrefcount(None) > before - 200
    assert QThread.currentThread() is QObject().thread()


def test_what_comes_after_the_end_is_given_up_and_leaves_nobody_waiting(qtbot: QtBot) -> None:
    worker, said = Worker(), list[str]()
    worker.close()
    job = worker.submit(
        lambda: 1, on_done=lambda _: said.append("done"), on_finished=lambda: said.append("end")
    )
    qtbot.waitUntil(lambda: not worker.is_busy())
    assert (job.cancelled, said) == (True, ["end"])
