"""A verdict in words: its reasons by the table of problems, its next step by a table of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources

from api.negotiate import Language
from api.problem_table import say
from registry.verification.model import NextStep, Reason


def read_steps() -> dict[str, Mapping[str, str]]:
    """Return the words of the next steps: {step: {language: sentence}}."""
    text = resources.files("api").joinpath("verdict_texts.toml").read_text(encoding="utf-8")
    steps: dict[str, Mapping[str, str]] = tomllib.loads(text)["next-step"]
    return steps


STEPS = read_steps()


def reason_text(reason: Reason, lang: Language) -> str:
    """Say why: one sentence, filled with the facts of the reason."""
    return say(reason.code, "detail", reason.facts, lang) or say(reason.code, "title", reason.facts, lang)


def next_step_text(step: NextStep, lang: Language) -> str:
    """Say what to do now."""
    return STEPS.get(step.value, {}).get(lang, step.value)
