"""Settings of one register, read once from the environment; every fault is told together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from registry.errors import BadInput, Fault

PREFIX = "MEDREG_"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set; each field `x` is the variable `MEDREG_X`."""

    home: Path = field(default=Path("var"), metadata={"says": "folder of the database, secrets and reports"})
    database: str = field(
        default="", metadata={"says": "sqlite:///PATH or postgresql://...; empty: medreg.db in the home folder"}
    )
    host: str = field(default="127.0.0.1", metadata={"says": "address to listen on; IPv6 addresses are welcome"})
    port: int = field(default=8000, metadata={"says": "port to listen on"})
    threads: int = field(default=8, metadata={"says": "threads that answer requests"})
    public_url: str = field(
        default="", metadata={"says": "address under which people reach the register; stem of Digital Links"}
    )
    secret_file: str = field(
        default="", metadata={"says": "file that holds the register's secret; empty: secret.key in the home folder"}
    )
    picture_bytes: int = field(default=12 << 20, metadata={"says": "largest picture taken, in bytes"})
    capture_bytes: int = field(default=16 << 20, metadata={"says": "largest EPCIS document taken, in bytes"})
    capture_events: int = field(default=10_000, metadata={"says": "most events in one EPCIS document"})
    webhook_private: bool = field(
        default=False, metadata={"says": "1: webhooks may call plain http and this machine's own network (for trials)"}
    )
    requests_per_minute: int = field(
        default=600, metadata={"says": "requests a minute from one address without a key; 0: no limit"}
    )

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Return the settings of `environ` (the process's own when None); raise `BadInput` with every fault found."""
        told = {name: value for name, value in (environ or os.environ).items() if name.startswith(PREFIX)}
        known = {PREFIX + part.name.upper(): part for part in fields(cls)}
        faults: list[Fault] = []
        values: dict[str, str | int | Path] = {}
        for name, text in told.items():
            part = known.get(name)
            if part is None:
                continue
            if isinstance(part.default, bool):
                values[part.name] = text == "1"
            elif isinstance(part.default, int):
                if not text.isdecimal():
                    faults.append(Fault("setting-number", pointer=f"/{name}", value=text))
                    continue
                values[part.name] = int(text)
            else:
                values[part.name] = Path(text) if part.name == "home" else text
        if faults:
            raise BadInput.of(faults)
        return cls(**values)  # type: ignore[arg-type]  # each value was made by its field's own type above

    @property
    def database_url(self) -> str:
        """The database's address, with the default filled in."""
        return self.database or f"sqlite:///{self.home / 'medreg.db'}"

    @property
    def stem(self) -> str:
        """The stem of the Digital Links this register prints."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def secret(self) -> bytes:
        """Return the register's secret, made at first use in a file that only its owner can read."""
        path = Path(self.secret_file) if self.secret_file else self.home / "secret.key"
        try:
            return bytes.fromhex(path.read_text().strip())
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(SECRET_BYTES)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
                stream.write(made.hex() + "\n")
        except FileExistsError:
            return bytes.fromhex(path.read_text().strip())
        return made
