"""The headers every answer carries: nothing from elsewhere is loaded, framed, sniffed or remembered."""

from __future__ import annotations

from flask import Flask, Response, g

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
CAMERA_CSP = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") + "; worker-src 'self'"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _all(csp: str, camera: str) -> tuple[tuple[str, str, str], ...]:
    """Every header with its name in small letters; put together once, because every answer carries them."""
    policies = {"Content-Security-Policy": csp, "Permissions-Policy": f"camera=({camera}), geolocation=()"}
    return tuple((name.lower(), name, value) for name, value in (FIXED | policies).items())


SEALED, WITH_CAMERA = _all(CSP, ""), _all(CAMERA_CSP, "self")


def open_camera() -> None:
    """Let the page that is being answered use the camera and run the scanner's WebAssembly; no other page may."""
    g.camera = True


def register(app: Flask) -> None:
    """Put the headers on every answer of `app`; one that a view has set stays."""

    @app.after_request
    def put(answer: Response) -> Response:
        present = {name.lower() for name, _ in answer.headers}
        wanted = WITH_CAMERA if g.get("camera", False) else SEALED
        answer.headers.extend([(name, value) for key, name, value in wanted if key not in present])
        return answer
