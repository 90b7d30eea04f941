"""Commands: thin, each one line of help. ``flask --app wsgi …``"""

from __future__ import annotations

import logging
from pathlib import Path

import click
from flask import Flask, current_app

from kapstok import backup, clock, doctor, jobs
from kapstok.accounts import service as accounts
from kapstok.errors import Refused
from kapstok.extensions import db


def init_app(app: Flask) -> None:
    about_the_installation = (doctor_command, serve, worker, inbox, backup_command, restore, retention)
    for command in (invite_admin, demo, run_demo, *about_the_installation):
        app.cli.add_command(command)


@click.command("invite-admin")
@click.argument("email")
@click.option("--name", default="Beheerder", help="Name of the new beheerder.")
def invite_admin(email: str, name: str) -> None:
    """Make a beheerder and print the one-time link to choose a password."""
    from kapstok.web.account.links import password_link

    user = accounts.find_by_email(email)
    try:
        user = user or accounts.create_user(name, email, clock.now(), is_admin=True)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(password_link(user))


@click.command("demo")
@click.option("--fresh", is_flag=True, help="Throw the demo project away and tell its story anew, from today.")
def demo(fresh: bool) -> None:
    """Fill in the demo project (fictional data). Doing it twice is harmless."""
    from kapstok.demo import load
    from kapstok.web.links import stationery

    for line in load.load(clock.now(), stationery(), fresh=fresh):
        click.echo(line)
    db.session.commit()


@click.command("run-demo")
def run_demo() -> None:
    """Migrate, load the demo, and keep pages and worker running until Ctrl-C."""
    from kapstok.demo import run
    from kapstok.web.links import stationery

    try:
        run.run(current_app._get_current_object(), stationery(), click.echo)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None


@click.command("doctor")
def doctor_command() -> None:
    """Check this installation; ends with 1 when something is wrong."""
    findings = doctor.examine(current_app)
    for finding in findings:
        click.echo(f"{'ok   ' if finding.ok else 'WRONG'} {finding.what}: {finding.said}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


@click.command("worker")
def worker() -> None:
    """Deliver mail and do other background work until stopped."""
    from huey.consumer import Consumer

    logging.getLogger("huey").setLevel(logging.WARNING)  # it tells of every look into the queue
    with backup.serving(current_app.instance_path):
        jobs.erase_again(current_app)
        current_app.extensions["bell"].storage.initialize_schema()
        bell = current_app.extensions["bell"]
        Consumer(bell, workers=jobs.THREADS, periodic=True, initial_delay=0.2, max_delay=2.0).run()


@click.command("inbox")
def inbox() -> None:
    """Read the mail that came in, now. The worker does this every minute."""
    fates = jobs.read_mail(current_app)
    for fate, count in sorted(fates.items()):
        click.echo(f"{fate}: {count}")
    if trouble := current_app.extensions.get("mailbox_trouble"):
        raise click.ClickException(trouble)


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
def serve(host: str) -> None:
    """Serve the pages (PORT, default 5000) until stopped."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits a moment
    # A slow client holds a connection here, not a thread: hundreds of them leave the others unhurt (docs/adr/0004).
    app = current_app._get_current_object()
    with backup.serving(app.instance_path):
        jobs.erase_again(app)
        waitress.serve(app, host=host, port=app.config["PORT"], threads=8, connection_limit=1000, ident=None)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """Write the whole database to FILE, also while people work."""
    try:
        backup.make(current_app.config["SQLALCHEMY_DATABASE_URI"], file)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Everything that was committed is in {file}. Keep the file of tombstones apart from it:")
    click.echo(current_app.config["TOMBSTONES"])


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put FILE in the place of the database. Stop serve and worker first; who was erased since stays erased."""
    from flask_migrate import upgrade

    from kapstok.mail import service as mail

    try:
        with backup.stopped(current_app.instance_path):
            db.engine.dispose()
            backup.put_back(current_app.config["SQLALCHEMY_DATABASE_URI"], file)
            upgrade()
            erased = jobs.erase_again(current_app)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{file} is back. Erased again: {erased}.")
    click.echo(f"Mail that had not left when the backup was made: {mail.count_waiting()}. The worker sends it.")


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would go, and when.")
def retention(dry_run: bool) -> None:
    """Forget the people of projects whose time is over, after a month's warning. The worker does this every night."""
    for line in jobs.retention_report():
        click.echo(line)
    if not dry_run:
        for line in jobs.carry_out_retention(current_app):
            click.echo(line)
