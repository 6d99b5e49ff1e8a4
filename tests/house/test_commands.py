"""The command line: every command that is listed can be asked what it does, and says it."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from api.cli import medreg


def commands() -> list[str]:
    return medreg.list_commands(click.Context(medreg))


def test_the_commands_that_documents_and_scripts_rely_on_are_there() -> None:
    assert {"init", "seed", "serve", "import", "scan", "label", "keys", "check", "settings", "verify-journal"} <= set(
        commands()
    )


@pytest.mark.parametrize("name", commands())
def test_every_command_says_what_it_does(name: str) -> None:
    said = CliRunner().invoke(medreg, [name, "--help"])
    assert said.exit_code == 0, said.output
    assert len(said.output.splitlines()[2].strip()) > len(name)


def test_a_command_that_does_not_exist_is_refused_with_exit_code_2() -> None:
    assert CliRunner().invoke(medreg, ["no-such-command"]).exit_code == 2
