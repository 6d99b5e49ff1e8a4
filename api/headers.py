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


def open_camera() -> None:
    """Let the page that is being answered use the camera and run the scanner's WebAssembly; no other page may."""
    g.camera = True


def register(app: Flask) -> None:
    """Put the headers on every answer of `app`; one that a view has set stays."""

    @app.after_request
    def put(answer: Response) -> Response:
        camera = g.get("camera", False)
        for name, value in FIXED.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", CAMERA_CSP if camera else CSP)
        answer.headers.setdefault("Permissions-Policy", f"camera=({'self' if camera else ''}), geolocation=()")
        return answer
