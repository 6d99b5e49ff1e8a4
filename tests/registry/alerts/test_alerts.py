"""Alerts: raised with the refusal, seen by their parties only, discussed, and closed with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.alerts import service as alerts
from registry.alerts.model import Alert, AlertAct, AlertRole, AlertState, alert_number, parse_alert_number
from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.clock import FixedClock
from registry.errors import BadInput, NotAllowed, NotFound, RegistryError, RuleBroken
from registry.ids import new_id
from registry.trace.model import Operation, StateChange
from registry.trace.service import Request
from registry.work import PUBLIC, SYSTEM, Actor, Workbench
from tests.registry.trace.chain import GTIN, SHOP, Chain, build_chain, stock_pharmacy

AUTHORITY = Actor("authority", 99, frozenset({"alert:read"}))


@pytest.fixture
def chain(workbench: Workbench) -> Chain:
    return build_chain(workbench)


def ask(bench: Workbench, who: Actor, request: Request, key: str | None = None, once: bool = False) -> alerts.Answer:
    return bench.write(who, lambda work: alerts.operate(work, request, key, once=once))


def raised(bench: Workbench, chain: Chain) -> Alert:
    """The neighbour tries to supply what the pharmacy has supplied."""
    request = Request(GTIN, stock_pharmacy(bench, chain, 1)[0], Operation.SUPPLY)
    ask(bench, chain.pharmacist, request)
    answer = ask(bench, chain.neighbour, request)
    assert answer.alert is not None
    return answer.alert


def test_a_supply_of_what_another_place_supplied_is_refused_and_raises_an_alert(
    workbench: Workbench, chain: Chain
) -> None:
    one = raised(workbench, chain)
    assert (one.state, one.level, one.code, one.nmvs) == (AlertState.OPEN, 5, "pack-supplied", "NMVS_NC_PCK_22")
    assert (one.place, one.reporter_id, one.times) == (SHOP.text, chain.neighbour.party_id, 1)
    with workbench.read(SYSTEM) as work:
        acts = [entry.action for entry in audit.history(work, f"{GTIN.text}/{one.printed.serial}")]
    assert acts[0] == "alert:raised"


def test_what_is_done_or_warned_of_raises_none(workbench: Workbench, chain: Chain) -> None:
    request = Request(GTIN, stock_pharmacy(workbench, chain, 1)[0], Operation.SUPPLY)
    done, warned = (ask(workbench, chain.pharmacist, request) for _ in range(2))
    assert isinstance(done.told, StateChange)
    assert (done.alert, done.error()) == (None, None)
    assert warned.alert is None
    assert isinstance(warned.error(), RuleBroken)


def test_the_same_finding_is_counted_on_the_alert_that_stands(
    workbench: Workbench, chain: Chain, clock: FixedClock
) -> None:
    one = raised(workbench, chain)
    request = Request(GTIN, one.printed.serial, Operation.SUPPLY)
    again = ask(workbench, chain.neighbour, request).alert
    assert again is not None
    assert (again.id, again.times) == (one.id, 2)
    other = ask(workbench, chain.neighbour, replace(request, operation=Operation.UNDO)).alert
    assert other is not None
    assert other.id != one.id
    clock.at += timedelta(days=11)
    late = ask(workbench, chain.neighbour, request).alert
    assert late is not None
    assert late.id != one.id


def test_an_answer_told_again_names_the_alert_and_counts_nothing(workbench: Workbench, chain: Chain) -> None:
    request = Request(GTIN, stock_pharmacy(workbench, chain, 1)[0], Operation.SUPPLY)
    ask(workbench, chain.pharmacist, request)
    first, second = (ask(workbench, chain.neighbour, request, "queue-1", once=True).alert for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.id, second.times) == (second.id, 1)


@pytest.mark.parametrize(
    ("read", "cause"), [(str.lower, "caps-lock"), (lambda s: s + "10LOT7", "lost-separator"), (lambda s: "NO", None)]
)
def test_a_likely_technical_cause_is_named_and_makes_the_alert_a_lesser_one(
    workbench: Workbench, chain: Chain, read: object, cause: str | None
) -> None:
    assert callable(read)
    serial = stock_pharmacy(workbench, chain, 1)[0]
    answer = ask(workbench, chain.pharmacist, Request(GTIN, read(serial), Operation.SUPPLY))
    assert answer.alert is not None
    assert (answer.cause, answer.alert.cause) == (cause, cause)
    assert answer.alert.level == (3 if cause else 5)


def test_only_the_reporter_the_owner_and_the_authority_see_it_and_the_owner_not_the_place(
    workbench: Workbench, chain: Chain
) -> None:
    one = raised(workbench, chain)
    seen: dict[str, tuple[AlertRole, bool]] = {}
    owner = replace(chain.maker, party_id=_maker_of(workbench))
    everybody = {"neighbour": chain.neighbour, "owner": owner, "authority": AUTHORITY, "depot": chain.depot}
    everybody |= {"pharmacist": chain.pharmacist, "public": PUBLIC}
    for name, who in everybody.items():
        with workbench.read(who) as work:
            listed = [other.id for other in alerts.alerts(work).items]
            try:
                found = alerts.alert(work, one.id)
            except NotFound:
                assert listed == [], name
                continue
        assert listed == [one.id]
        seen[name] = (found.role, found.alert.place is not None)
    assert seen == {
        "neighbour": (AlertRole.REPORTER, True),
        "owner": (AlertRole.MAKER, False),
        "authority": (AlertRole.AUTHORITY, True),
    }


def _maker_of(bench: Workbench) -> int:
    with bench.read(SYSTEM) as work:
        product = catalogue.product(work, catalogue.trade_item(work, GTIN).product_id)
    assert product.maker_id is not None
    return product.maker_id


def test_the_life_of_an_alert_from_open_to_closed_is_told_act_by_act(workbench: Workbench, chain: Chain) -> None:
    one = raised(workbench, chain)

    def move(who: Actor, act: AlertAct, reason: str | None = None, text: str = "") -> AlertState:
        return workbench.write(who, lambda work: alerts.move(work, one.id, act, reason, text)).alert.state

    workbench.write(chain.neighbour, lambda work: alerts.comment(work, one.id, "Hộp nguyên tem, mua của đại lý X."))
    workbench.write(AUTHORITY, lambda work: alerts.assign(work, one.id, "Thanh tra khu vực 2"))
    assert move(AUTHORITY, AlertAct.INVESTIGATING) is AlertState.INVESTIGATING
    assert move(chain.neighbour, AlertAct.ESCALATED) is AlertState.ESCALATED
    assert move(AUTHORITY, AlertAct.CLOSED, "falsified", "Đã giám định.") is AlertState.CLOSED
    with workbench.read(AUTHORITY) as work:
        file = alerts.alert(work, one.id)
    assert [note.act.value for note in file.notes] == [
        *("raised", "commented", "assigned", "investigating", "escalated", "closed")
    ]
    assert (file.alert.close_reason, file.alert.assigned, file.closes) == ("falsified", "Thanh tra khu vực 2", ())
    with pytest.raises(RuleBroken, match="alert-step"):
        move(AUTHORITY, AlertAct.INVESTIGATING)


@pytest.mark.parametrize(
    ("role", "said", "error"),
    [
        ("neighbour", (AlertAct.INVESTIGATING, None, ""), NotAllowed),
        ("neighbour", (AlertAct.CLOSED, "falsified", "x"), BadInput),
        ("neighbour", (AlertAct.CLOSED, "technical-error", ""), BadInput),
        ("authority", (AlertAct.CLOSED, "because", "x"), BadInput),
        ("depot", (AlertAct.ESCALATED, None, ""), NotFound),
    ],
)
def test_what_is_not_ones_own_to_say_is_refused(
    workbench: Workbench, chain: Chain, role: str, said: tuple[AlertAct, str | None, str], error: type[Exception]
) -> None:
    one = raised(workbench, chain)
    who = AUTHORITY if role == "authority" else getattr(chain, role)
    with pytest.raises(RegistryError) as told:
        workbench.write(who, lambda work: alerts.move(work, one.id, *said))
    assert isinstance(told.value, error)


def test_a_list_is_filtered_by_state_and_goes_on_by_its_cursor(workbench: Workbench, chain: Chain) -> None:
    names = stock_pharmacy(workbench, chain, 5)
    for name in names:
        ask(workbench, chain.neighbour, Request(GTIN, name, Operation.SUPPLY))
    with workbench.read(chain.neighbour) as work:
        first = alerts.alerts(work, None, 2)
        second = alerts.alerts(work, first.next, 2)
        third = alerts.alerts(work, second.next, 2, AlertState.OPEN)
        assert alerts.alerts(work, None, 2, AlertState.CLOSED).items == ()
    serials = [one.printed.serial for page in (first, second, third) for one in page.items]
    assert serials == names[::-1]
    assert third.next is None


def test_an_alert_number_reads_back_in_any_spelling() -> None:
    key = new_id()
    number = alert_number(key)
    assert number.startswith("VN-")
    assert parse_alert_number(number) == parse_alert_number(number.lower().replace("-", "").replace("vn", "vn-")) == key
    with pytest.raises(BadInput):
        parse_alert_number("XX-123")
