"""``run-demo`` as a person meets it: a process that serves, refuses a second one, and stops whole."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(instance, port):
    settings = {"INSTANCE_PATH": str(instance), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    environ = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL", "SMTP_URL")
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "run-demo"],
        cwd=ROOT,
        env=environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running_demo(instance, port):
    """A demo that has said where to look; stopped at the end whatever happened."""
    process = start(instance, port)
    try:
        said = []
        for line in process.stdout:
            said.append(line.rstrip())
            if "evaluator@example.org" in line:
                break
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def test_serves_refuses_a_second_one_and_stops_whole(tmp_path):
    port = free_port()
    with running_demo(tmp_path, port) as (first, said):
        assert f"Kapstok staat klaar op http://127.0.0.1:{port} (stoppen: Ctrl-C)" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond") as answer:
            assert answer.status == 200

        second = start(tmp_path, free_port())
        told, _ = second.communicate(timeout=30)
        assert second.returncode == 1
        assert f"Kapstok draait hier al. Open http://127.0.0.1:{port}," in told

        elsewhere = start(tmp_path / "elsewhere", port)
        told, _ = elsewhere.communicate(timeout=30)
        assert elsewhere.returncode == 1
        assert f"Poort {port} is al in gebruik door een ander programma." in told
    assert first.returncode == 0

    with running_demo(tmp_path, port) as (again, said):
        assert f"Kapstok staat klaar op http://127.0.0.1:{port} (stoppen: Ctrl-C)" in said
    assert again.returncode == 0
