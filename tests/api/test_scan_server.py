"""Pictures sent to the real server: judged at once, or as a job that its worker does."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any  # Any: an answer is read as JSON, whatever its shape

from scanner import SymbolKind, draw
from tests.server import LiveServer

BOUNDARY = "----pictures"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
PICTURES = 20


def form(pictures: list[bytes]) -> bytes:
    parts = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="p"; filename="%d.png"\r\nContent-Type: image/png\r\n\r\n%s\r\n'
        % (BOUNDARY.encode(), place, picture)
        for place, picture in enumerate(pictures)
    )
    return parts + f"--{BOUNDARY}--\r\n".encode()


def post(server: LiveServer, path: str, body: bytes, kind: str, key: str | None = None) -> tuple[str, Any]:
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(server.url + path, body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers.get("Location", ""), json.load(answer)


def test_a_picture_is_judged_and_twenty_are_read_as_a_job(live_server: LiveServer) -> None:
    picture = draw("(01)08936012345674(17)271231(10)LOT7", SymbolKind.GS1_DATAMATRIX).png()
    _, told = post(live_server, "/v1/scans", picture, "image/png")
    assert told["scans"][0]["products"][0]["verdict"]["colour"] in {"amber", "red"}, "the register does not know it"
    key = live_server.keys["authority"]
    pictures = [*([picture] * (PICTURES - 1)), b"no picture"]
    address, job = post(live_server, "/v1/scans/jobs", form(pictures), FORM, key)
    assert job["state"] in {"waiting", "running"}
    until = time.monotonic() + 60
    while job["state"] in {"waiting", "running"} and time.monotonic() < until:
        time.sleep(0.3)
        job = json.loads(live_server.get(address, Authorization=f"Bearer {key}")[1])
    assert job["state"] == "done", job
    scans = job["result"]["scans"]
    assert [scan["name"] for scan in scans] == [f"{place}.png" for place in range(PICTURES)]
    assert all(scan["readings"][0]["believed"] for scan in scans[:-1])
    assert scans[-1]["problem"]["code"].startswith("picture-")
