"""GS1 Digital Link addresses of this register: `/01/{gtin}[/10/{batch}][/21/{serial}]`, as a page or as JSON."""

from __future__ import annotations

from flask import Blueprint

resolver = Blueprint("resolver", __name__)
