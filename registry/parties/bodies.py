"""What the register keeps of a party and of a place after each act: the whole body, without personal data."""

from __future__ import annotations

from registry.audit import service as audit
from registry.audit.model import Json, Snapshot
from registry.ids import format_id
from registry.parties import store
from registry.parties.model import Party, Place
from registry.parties.store import records
from registry.work import Work


def party_body(work: Work, one: Party) -> dict[str, Json]:
    """Return all that is public of a party."""
    return {
        "name": one.name,
        "country": one.country,
        "business_code": one.business_code,
        "address": one.address,
        "roles": [
            {
                "kind": role.kind,
                "from": role.valid_from.isoformat(),
                "until": role.valid_until.isoformat() if role.valid_until else None,
                "licence": role.licence,
                "approver": role.approver,
            }
            for role in store.all_roles(work.db, one.id)
        ],
        "names": [{"name": old.name, "until": old.valid_until.isoformat()} for old in records.names(work.db, one.id)],
        "certificates": [
            {
                "kind": held.kind,
                "number": held.number,
                "issuer": held.issuer,
                "until": held.valid_until.isoformat() if held.valid_until else None,
                "file_sha256": held.file_sha256,
            }
            for held in records.certificates_of(work.db, one.id)
        ],
    }


def keep_party(work: Work, one: Party, action: str, facts: dict[str, Json] | None = None) -> None:
    """Journal an act on a party and keep what it says after it."""
    audit.keep(work, Snapshot("party", format_id(one.id), party_body(work, one)), action, facts)


def keep_merged(work: Work, gone: Party, survivor: Party, reason: str) -> None:
    """Journal a merge and keep a tombstone that names the survivor."""
    body: dict[str, Json] = {"name": gone.name, "country": gone.country, "merged_into": format_id(survivor.id)}
    stone = Snapshot("party", format_id(gone.id), body, reason=reason, is_removed=True)
    audit.keep(work, stone, "party:merged", {"into": format_id(survivor.id), "reason": reason})


def keep_place(work: Work, one: Place, action: str) -> None:
    """Journal an act on a place and keep what it says after it."""
    body: dict[str, Json] = {"party": format_id(one.party_id), "name": one.name, "province": one.province}
    audit.keep(work, Snapshot("place", one.gln.text, body), action)
