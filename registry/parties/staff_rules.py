"""Rules of log-in: passwords (argon2id), waiting after failures, sessions, and one-time codes (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.errors import BadInput, Fault
from registry.text import fold_key, nfc

PASSWORD_MIN, PASSWORD_MAX, DIFFERENT_MIN = 12, 200, 5
OBVIOUS = ("password", "matkhau", "123456", "qwerty", "abcdef", "medreg", "iloveyou", "letmein", "admin")
"""Words that guessers begin with; a password is refused when little is left of it without them."""
LEFT_MIN = 8
LOGIN_MIN, LOGIN_MAX = 3, 60
FREE_ACCOUNT, FREE_ADDRESS = 5, 30
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
FORGET = timedelta(hours=24)
IDLE, ABSOLUTE, NOTED_EVERY = timedelta(minutes=30), timedelta(hours=12), timedelta(minutes=1)
STEP_S, CODE_DIGITS = 30, 6
HASHER = PasswordHasher()
"""argon2id with the library's parameters (RFC 9106 section 4, second recommended option)."""
NOBODY = HASHER.hash(secrets.token_urlsafe(16))
"""Compared with where there is no such account, so that both take the same time."""


def login_key(login: str) -> str:
    """Return the form in which log-in names are compared, or raise `BadInput`."""
    folded = fold_key(login)
    if not LOGIN_MIN <= len(folded) <= LOGIN_MAX:
        raise BadInput.of([Fault("staff-login", pointer="/login", facts={"least": LOGIN_MIN, "most": LOGIN_MAX})])
    return folded


def check_password(password: str, login: str) -> str:
    """Return `password` in normal form C, or raise `BadInput` when it is short, obvious or holds the log-in name."""
    text = nfc(password)
    if not PASSWORD_MIN <= len(text) <= PASSWORD_MAX:
        raise BadInput.of([Fault("password-length", pointer="/password", facts={"least": PASSWORD_MIN})])
    left = fold_key(text) if text.isascii() else text.lower()
    for word in (*OBVIOUS, login):
        left = left.replace(word, "")
    if (len(left) < LEFT_MIN and len(left) < len(text)) or len(set(text)) < DIFFERENT_MIN:
        raise BadInput.of([Fault("password-obvious", pointer="/password")])
    return text


def make_password() -> str:
    """Return a first password, to be changed at the first log-in."""
    return "-".join(base64.b32encode(secrets.token_bytes(5)).decode().lower()[:6] for _ in range(3))


def digest_password(password: str) -> str:
    """Return what is stored for a password."""
    return HASHER.hash(nfc(password))


def fits(digest: str | None, password: str) -> bool:
    """Say whether a password fits; without an account the same work is done, and the answer is no."""
    try:
        HASHER.verify(digest or NOBODY, nfc(password)[:PASSWORD_MAX])
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long to wait after so many failures in a row: nothing at first, then doubling up to an hour."""
    if failures < free:
        return timedelta()
    return min(FIRST_WAIT * (1 << min(failures - free, 10)), LONGEST_WAIT)


def subject(pepper: bytes, kind: str, value: str) -> str:
    """Return an opaque name of an account's name or an address, under which tries are counted."""
    return hmac.new(pepper, f"login/{kind}/{value}".encode(), hashlib.sha256).hexdigest()[:32]


def make_token() -> str:
    """Return a new session token of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_digest(pepper: bytes, token: str) -> bytes:
    """Return what is stored for a session token."""
    return hmac.new(pepper, b"session/" + token.encode(), hashlib.sha256).digest()


def form_token(pepper: bytes, token: str) -> str:
    """Return the token that every form of a session carries."""
    return hmac.new(pepper, b"form/" + token.encode(), hashlib.sha256).hexdigest()


def totp_secret(pepper: bytes, staff_id: int, version: int) -> bytes:
    """Return the shared secret of an account's second factor; nothing of it is stored."""
    return hmac.new(pepper, f"totp/{staff_id}/{version}".encode(), hashlib.sha256).digest()[:20]


def one_time_code(secret: bytes, step: int) -> str:
    """Return the code of a step of 30 seconds (RFC 6238 section 4, RFC 4226 section 5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def step_of_code(secret: bytes, code: str, now_s: int, used: int) -> int | None:
    """Return the step that a code belongs to, one around now and later than the last one used; None when it is wrong.

    One step on either side is allowed for clocks that differ (RFC 6238 section 5.2).
    """
    here = now_s // STEP_S
    fitting = [
        step
        for step in (here - 1, here, here + 1)
        if hmac.compare_digest(one_time_code(secret, step).encode(), code.strip().encode())
    ]
    later = [step for step in fitting if step > used]
    return later[0] if later else None
