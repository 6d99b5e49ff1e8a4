"""Conditional requests (RFC 9110 section 13): what has not changed is not sent again."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from flask import Flask, Response, request

PUBLIC_FOR = "public, max-age=60, stale-while-revalidate=600"
PRIVATE = "private, no-cache"


def register(app: Flask) -> None:
    """Make every readable answer of `/v1` conditional; what a key was shown for stays out of shared caches."""

    @app.after_request
    def tag(answer: Response) -> Response:
        is_read = request.method in {"GET", "HEAD"} and request.path.startswith("/v1/")
        if not is_read or answer.status_code != HTTPStatus.OK or "Cache-Control" in answer.headers:
            return answer
        return conditional(answer, PRIVATE if "Authorization" in request.headers else PUBLIC_FOR)


def conditional(answer: Response, cache: str = PUBLIC_FOR) -> Response:
    """Give `answer` a strong ETag and its cache rule, and make it a 304 when the caller has it already.

    The tag is the digest of the body and not a record's version: an answer joins licence, recall and price, each of
    which moves on its own, and it differs by language and format.
    """
    answer.set_etag(hashlib.blake2b(answer.get_data(), digest_size=12).hexdigest())
    answer.headers["Cache-Control"] = cache
    answer.vary.update(("Accept", "Accept-Language", "Authorization"))
    answer.make_conditional(request)
    return answer
