"""`medreg staff`: accounts of people who log in."""

from __future__ import annotations

from collections.abc import Sequence

import click

from api.commands import opened
from registry.ids import parse_id
from registry.parties import staff as accounts
from registry.parties.staff_model import StaffDraft
from registry.settings import Settings
from registry.work import SYSTEM, Work


@click.group()
def staff() -> None:
    """Accounts of people: make them, give a new first password, close them."""


@staff.command()
@click.argument("login")
@click.option("--party", required=True, help="id of the party the person acts for")
@click.option("--scope", "scopes", multiple=True, required=True, help="area:action; may be repeated")
@click.pass_obj
def add(settings: Settings, login: str, party: str, scopes: Sequence[str]) -> None:
    """Make an account LOGIN; its first password is printed once and must be changed at the first log-in."""
    with opened(settings) as workbench:
        draft = StaffDraft(login, parse_id(party), frozenset(scopes))
        _, password = workbench.write(SYSTEM, lambda work: accounts.add_staff(work, draft))
    click.echo(password)


@staff.command()
@click.argument("login")
@click.pass_obj
def reset(settings: Settings, login: str) -> None:
    """Give LOGIN a new first password, end its sessions and its second factor, and open it again."""
    with opened(settings) as workbench:
        password = workbench.write(SYSTEM, lambda work: accounts.reset_password(work, login))
    click.echo(password)


@staff.command()
@click.argument("login")
@click.pass_obj
def disable(settings: Settings, login: str) -> None:
    """Close the account LOGIN and end its sessions at once."""

    def close(work: Work) -> None:
        accounts.disable(work, login)

    with opened(settings) as workbench:
        workbench.write(SYSTEM, close)


COMMANDS = {"staff": staff}
"""Name -> command, for `api.cli`."""
