"""Use cases of the parties area: who is registered, where, in which role, and with which key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gs1 import Gln, demand_issued
from registry.audit import service as audit
from registry.audit.model import Json
from registry.errors import Conflict, NotAllowed, NotFound
from registry.ids import format_id, new_id
from registry.parties import bodies, rules, store
from registry.parties.model import ApiKey, ApiKeyDraft, Party, PartyDraft, Place, Role, RoleKind
from registry.parties.store import records
from registry.work import Actor, Work

KEY_PREFIX_SHOWN = 10


def add_party(work: Work, draft: PartyDraft) -> Party:
    """Register a party; raise `Conflict` when one of the same name and country stands already."""
    work.require("party:write")
    name = rules.check_name(draft.name)
    code = rules.check_business_code(draft.business_code, draft.country)
    draft = PartyDraft(name, draft.country, code, draft.address)
    party_id = new_id()
    if not store.add_party(work.db, party_id, rules.name_key(name), draft, work.now_us):
        raise Conflict("party-registered", name=name)
    made = Party(party_id, name, draft.country, code, draft.address)
    bodies.keep_party(work, made, "party:added")
    return made


def find_or_add_party(work: Work, name: str, country: str | None = None, address: str | None = None) -> Party:
    """Return the party of this name, registering it when it is new.

    Sources often leave the country out: a missing one on either side is no difference, two countries are.
    """
    known = store.parties_by_name(work.db, rules.name_key(rules.check_name(name)))
    alike = [one for one in known if one.country == country] or [
        one for one in known if one.country is None or country is None
    ]
    return alike[0] if alike else add_party(work, PartyDraft(name, country, address=address))


def parties_named(work: Work, name: str) -> list[Party]:
    """Return the parties of a name, in any spelling of its accents and case."""
    key = rules.name_key(name)
    return store.parties_by_name(work.db, key) if key else []


def party(work: Work, party_id: int) -> Party:
    """Return a party, or raise `NotFound`."""
    found = store.party(work.db, party_id)
    if found is None:
        raise NotFound("party-unknown", id=format_id(party_id))
    return found


def add_role(work: Work, party_id: int, kind: RoleKind, valid_from: date, valid_until: date | None = None) -> Role:
    """Give a party a role from a day on; giving it twice changes nothing."""
    role = Role(party_id, kind, valid_from, valid_until)
    return add_licensed_role(work, role)


def add_licensed_role(work: Work, role: Role) -> Role:
    """Give a party a role with its licence and who approved it; giving it twice changes nothing."""
    work.require("party:write")
    rules.check_period(role.valid_from, role.valid_until)
    one = party(work, role.party_id)
    if store.add_role(work.db, replace(role, party_id=one.id)):
        bodies.keep_party(work, one, "party:role-added", {"role": role.kind, "from": role.valid_from.isoformat()})
    return role


def roles(work: Work, party_id: int) -> frozenset[RoleKind]:
    """Return the roles a party holds today."""
    return frozenset(RoleKind(kind) for kind in store.roles_on(work.db, party_id, work.today.isoformat()))


def add_place(work: Work, place: Place) -> Place:
    """Register a place under its GLN; raise `Conflict` when the GLN names a place already."""
    work.require("party:write")
    demand_issued(place.gln)
    party(work, place.party_id)
    if not store.add_place(work.db, place, work.now_us):
        raise Conflict("place-registered", gln=place.gln.text)
    bodies.keep_place(work, place, "place:added")
    return place


def place(work: Work, gln: Gln) -> Place:
    """Return the place that `gln` names, or raise `NotFound`."""
    found = store.place(work.db, gln.text)
    if found is None:
        raise NotFound("place-unknown", gln=gln.text)
    return found


def places_of(work: Work, party_id: int) -> list[Place]:
    """Return the places of a party."""
    return store.places_of(work.db, party_id)


def issue_key(work: Work, pepper: bytes, draft: ApiKeyDraft) -> tuple[str, ApiKey]:
    """Make an API key for a party; its text is returned once and cannot be read again."""
    work.require("key:write")
    return make(work, pepper, draft)


def make(work: Work, pepper: bytes, draft: ApiKeyDraft) -> tuple[str, ApiKey]:
    """Make an API key, once it is known that who asks may; `issue_key` and `keys.issue_own_key` ask that."""
    rules.check_scopes(draft.scopes)
    owner = party(work, draft.party_id)
    if draft.place is not None and place(work, Gln.parse(draft.place)).party_id != owner.id:
        raise NotAllowed("place-not-yours", place=draft.place)
    text = rules.make_key()
    key = ApiKey(new_id(), text[:KEY_PREFIX_SHOWN], draft, work.now)
    store.add_key(work.db, key, rules.key_digest(text, pepper))
    facts: dict[str, Json] = {"party": format_id(draft.party_id), "scopes": [*sorted(draft.scopes)]}
    audit.record(work, "key:issued", format_id(key.id), facts)
    return text, key


def actor_of_key(work: Work, pepper: bytes, text: str) -> Actor:
    """Return who holds this key; raise `NotAllowed` when it is unknown, revoked or expired."""
    found = store.key_with_party(work.db, rules.key_digest(text, pepper))
    if found is None:
        raise NotAllowed("key-unknown")
    key, party_name = found
    if key.revoked_at is not None or (key.draft.expires_at is not None and key.draft.expires_at <= work.now):
        raise NotAllowed("key-expired", prefix=key.prefix)
    _check_mandate(work, key)
    # A machine's key is its party, however many it has: a second key of one party approves nothing of the first.
    return Actor(party_name, key.draft.party_id, key.draft.scopes, key.draft.place, format_id(key.draft.party_id))


def _check_mandate(work: Work, key: ApiKey) -> None:
    """Raise `NotAllowed` for an agent's key of which a scope is no longer covered by a mandate of its principal."""
    draft = key.draft
    if draft.agent_id is None:
        return
    held = records.mandates_of(work.db, draft.party_id)
    given = [one for one in held if (one.principal_id, one.agent_id) == (draft.party_id, draft.agent_id)]
    if not all(any(one.covers(scope, work.today) for one in given) for scope in draft.scopes):
        raise NotAllowed("mandate-missing", scope=" ".join(sorted(draft.scopes)), principal=format_id(draft.party_id))


def revoke_key(work: Work, key_id: int) -> None:
    """End a key at once; raise `NotFound` when none is in force under this id."""
    work.require("key:write")
    end_key(work, key_id)


def note_key_use(work: Work, pepper: bytes, text: str) -> None:
    """Note the day on which a key was last used."""
    store.note_key_day(work.db, rules.key_digest(text, pepper), work.today.isoformat())


def end_key(work: Work, key_id: int) -> None:
    """End a key, once it is known that who asks may."""
    if not store.revoke_key(work.db, key_id, work.now_us):
        raise NotFound("key-unknown", id=format_id(key_id))
    audit.record(work, "key:revoked", format_id(key_id))
