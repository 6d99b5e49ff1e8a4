"""Messages, faults, diagnoses and rows of the AI table as plain objects, ready for JSON."""

from __future__ import annotations

from gs1.dictionary_rows import Row
from gs1.errors import Gs1Error, Language, Problem
from gs1.message import Message
from gs1.wedge import Damage, Diagnosis

Told = dict[str, object]


def describe(message: Message, language: Language = "vi") -> Told:
    """A GS1 message in all its forms; `digital_link` is None where the message has no key.

    >>> from gs1 import parse
    >>> describe(parse("(01)08936012345674(10)LOT7"))["digital_link"]
    'https://id.gs1.org/01/08936012345674/10/LOT7'
    """
    try:
        link: str | None = message.digital_link()
    except Gs1Error:
        link = None
    return {
        "elements": [{"ai": e.ai, "value": e.value, "title": e.title} for e in message],
        "gtin": message.gtin.text if message.gtin else None,
        "batch": message.batch,
        "serial": message.serial,
        "expiry": message.expiry.isoformat() if message.expiry else None,
        "sscc": message.sscc.text if message.sscc else None,
        "symbology": message.symbology.text if message.symbology else None,
        "bracketed": message.bracketed(),
        "element_string": message.element_string(),
        "digital_link": link,
        "hri": message.hri(titles=True),
        "problems": [describe_problem(problem, language) for problem in message.problems],
    }


def describe_problem(problem: Problem, language: Language = "vi") -> Told:
    """One fault as facts and words.

    >>> from gs1 import ErrorCode
    >>> describe_problem(Problem(ErrorCode.NOT_GS1, "XYZ"), "en")["message"]
    'The text is no GS1 data.'
    """
    return {
        "code": problem.code.value,
        "severity": problem.severity,
        "ai": problem.ai,
        "value": problem.value,
        "start": problem.start,
        "length": problem.length,
        "clause": problem.clause,
        "markup": problem.markup(),
        "message": problem.message(language),
    }


def describe_diagnosis(diagnosis: Diagnosis, language: Language = "vi") -> Told:
    """One meaning of a scanned GS1 text: its message or messages, how likely it is, and every damage.

    >>> from gs1.wedge import diagnose
    >>> told = describe_diagnosis(diagnose("0108936012345674" + "10LOT7<GS>21SERIAL77")[0], "en")
    >>> told["is_certain"], told["damages"][0]["code"]
    (True, 'SEPARATOR_STAND_IN')
    """
    return {
        "message": describe(diagnosis.message, language),
        "following": [describe(message, language) for message in diagnosis.following],
        "damages": [describe_damage(damage, language) for damage in diagnosis.damages],
        "score": round(diagnosis.score, 3),
        "share": round(diagnosis.share, 4),
        "is_certain": diagnosis.is_certain,
    }


def describe_damage(damage: Damage, language: Language = "vi") -> Told:
    """One damage to GS1 data as facts and words.

    >>> from gs1 import ErrorCode
    >>> describe_damage(Damage(ErrorCode.LINE_END_TYPED, 20, "\\r", ""), "en")["start"]
    20
    """
    return {
        "code": damage.code.value,
        "start": damage.start,
        "found": damage.found,
        "put": damage.put,
        "name": damage.name or None,
        "message": damage.message(language),
    }


def describe_row(row: Row) -> Told:
    """One row of the GS1 AI table: an AI, or a range of AIs that share everything but their last digits.

    >>> from gs1.dictionary import STANDARD
    >>> told = describe_row(next(row for row in STANDARD.rows if row.first == "17"))
    >>> told["ais"], told["title"], told["separator_required"]
    (['17'], 'USE BY or EXPIRY', False)
    """
    return {
        "ais": list(row.ais()),
        "title": row.title,
        "components": [
            {
                "cset": part.cset,
                "shortest": part.shortest,
                "longest": part.longest,
                "is_optional": part.optional,
                "linters": list(part.linters),
            }
            for part in row.components
        ],
        "separator_required": not row.fixed,
        "requires": [[list(group) for group in rule] for rule in row.requires],
        "excludes": list(row.excludes),
        "is_digital_link_key": row.dl_primary_key,
        "is_digital_link_attribute": row.dl_attribute,
        "digital_link_qualifiers": [list(sequence) for sequence in row.dl_qualifiers],
    }
