"""Commands of `medreg` about the journal: check it whole, check what is published, publish it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.commands import FAILED, console, opened
from registry.audit import publishing, verifier
from registry.audit import service as audit
from registry.errors import RuleBroken
from registry.settings import Settings
from registry.work import SYSTEM


@click.command("verify-journal")
@click.option(
    "--published",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="check a folder of published days instead; the register is not needed",
)
@click.option("--key", help="public key of the register (64 hexadecimal digits): check the signatures too")
@click.pass_obj
def verify_journal(settings: Settings, published: Path | None, key: str | None) -> None:
    """Recompute every link of the journal, every seal and every kept record. Exit code 3: something does not fit."""
    if published is not None:
        _verify_published(published, key)
        return
    try:
        with opened(settings) as workbench, workbench.read(SYSTEM) as work:
            entries, seals, records = audit.check_chain(work), audit.check_seals(work), audit.check_records(work)
    except RuleBroken as broken:
        console.print(f"BROKEN: {broken}", markup=False)
        sys.exit(FAILED)
    console.print(f"journal whole: {entries} entries, {seals} sealed days, {records} versions of records")


@click.command("publish-journal")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def publish_journal(settings: Settings, folder: Path) -> None:
    """Seal the days that have ended and write what is published of them into FOLDER; days that stand are kept."""
    sign = publishing.signer(settings.secret())
    with opened(settings) as workbench:
        workbench.write(SYSTEM, lambda work: audit.seal_days(work, sign))
        with workbench.read(SYSTEM) as work:
            written = publishing.publish(work, folder)
    console.print(f"{written} days written; public key {sign.public_key.hex()}")


def _verify_published(folder: Path, key: str | None) -> None:
    try:
        found = verifier.verify(folder, bytes.fromhex(key) if key else None)
    except verifier.JournalBroken as broken:
        console.print(f"BROKEN: {broken}", markup=False)
        sys.exit(FAILED)
    except ValueError:
        raise click.BadParameter("the key is 64 hexadecimal digits", param_hint="--key") from None
    told = f"{found.days} days, {found.entries} entries ({found.public} public), {found.signatures} signatures"
    console.print(f"whole: {told}")


COMMANDS = {one.name: one for one in (verify_journal, publish_journal)}
"""Name -> command, for `api.cli`."""
