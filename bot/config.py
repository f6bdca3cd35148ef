"""Settings: one validated object, read from the environment. The README's table is made from it."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, validator

from bot.channel_settings import ChannelSettings, listed
from bot.domain.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""Where `config.yml`, `domain.yml` and `data/` stand."""


class Settings(ChannelSettings):
    """Everything that can be set; the same names in upper case with `QINGTING_` before them."""

    database_url: str = Field(
        "",
        env="DATABASE_URL",
        description="The database. Empty: SQLite under the data folder. Scaled: postgresql://…",
    )
    redis_url: str = Field(
        "",
        env="REDIS_URL",
        description="Redis for hints, limits and presence. Empty: in process (one process only).",
    )
    var: Path = Field(
        ROOT / "var", description="The data folder: database, key, attachments, logs."
    )
    attachments: str = Field(
        "",
        description="Folder of attachments, shared by all processes. Empty: in the data folder.",
    )
    host: str = Field("127.0.0.1", description="The address that both servers listen on.")
    assistant_port: int = Field(5005, ge=1, le=65535, description="Port of the customer side.")
    desk_port: int = Field(8080, ge=1, le=65535, description="Port of the desk.")
    public_origins: str = Field(
        "",
        description="Origins of pages that may embed the widget, with commas between, or *.",
    )
    widget_secret: str = Field(
        "",
        description="Secret with which a site signs who its customer is. Empty: nobody is known.",
    )
    vault_key: str = Field(
        "",
        description="Master key of the vault, 64 hex digits. Empty: made in the data folder.",
    )
    model: Path = Field(
        ROOT / "models" / "qingting.tar.gz", description="The trained model to serve."
    )
    time_zone: str = Field("Asia/Shanghai", description="Where the company is.")
    secure_cookies: bool = Field(
        False, description="Set the desk's cookie only over HTTPS (behind a TLS proxy: true)."
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="How many reverse proxies in front set X-Forwarded-For.",
    )
    policies: Path = Field(
        ROOT / "data" / "policy", description="Folder of the designers' policies: data/policy."
    )
    credentials: Path = Field(
        ROOT / "credentials.yml",
        description="Rasa's credentials file; its guarded channels (Slack, Twilio …) are served.",
    )
    desk_url: str = Field(
        "",
        description="Where people open the desk, for links in calls. Empty: host and port above.",
    )
    on_call_url: str = Field(
        "", description="Where calls to people on call are posted. Empty: no webhook."
    )
    on_call_secret: str = Field(
        "", description="Shared secret that signs these posts (HMAC); needed with the address."
    )
    on_call_mail_to: str = Field(
        "", description="Who is called by e-mail, with commas between. Empty: nobody."
    )
    on_call_mail_from: str = Field("", description="The sender of these e-mails.")
    smtp_url: str = Field(
        "", description="Mail server: smtp[s]://user:password@host:port; smtp uses STARTTLS."
    )
    customers_csv: Path | None = Field(
        None,
        description="Customer directory as CSV: phone, policy_number, complaint_vip, name.",
    )
    customers_url: str = Field(
        "",
        description="The same as table or view qingting_customers of a database: postgresql://…",
    )
    parallel_turns: int = Field(
        16, ge=1, le=200, description="Conversations that one assistant answers at once."
    )
    turn_seconds: float = Field(
        20.0, gt=0, le=25, description="After so long without an answer a turn is tried again."
    )
    worker: str = Field(
        "", description="Name of this process among several; empty: made from host and process id."
    )
    log_level: str = Field("info", description="debug, info, warning or error.")

    @validator("time_zone")
    def _known_zone(cls, value: str) -> str:  # noqa: N805 — pydantic's validators are class methods
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"{value!r} is no time zone; use a name such as Asia/Shanghai"
            ) from error
        return value

    @validator("vault_key")
    def _hex_key(cls, value: str) -> str:  # noqa: N805
        if value and (len(value) != 64 or not set(value) <= set("0123456789abcdefABCDEF")):
            raise ValueError("must be 64 hexadecimal digits (make one: openssl rand -hex 32)")
        return value

    @validator("widget_secret")
    def _long_secret(cls, value: str) -> str:  # noqa: N805
        if value and len(value.encode()) < 32:
            raise ValueError("must have 32 characters or more (make one: openssl rand -hex 32)")
        return value

    @validator("log_level")
    def _known_level(cls, value: str) -> str:  # noqa: N805
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("must be debug, info, warning or error")
        return value.lower()

    @validator("customers_csv", pre=True)
    def _none_if_empty(cls, value: object) -> object:  # noqa: N805
        return value or None

    @validator("customers_url")
    def _one_directory(cls, value: str, values: dict[str, Any]) -> str:  # noqa: N805
        if value and values.get("customers_csv"):
            raise ValueError("cannot be set together with QINGTING_CUSTOMERS_CSV; choose one")
        return value

    @validator("on_call_url", "desk_url")
    def _callback(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value

    @validator("smtp_url")
    def _mail_server(cls, value: str) -> str:  # noqa: N805
        parts = urlsplit(value)
        usable = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
        if value and not usable:
            raise ValueError("must look like smtp://host:587 or smtps://user:password@host")
        return value

    @property
    def desk_address(self) -> str:
        """Where people open the desk."""
        return self.desk_url or f"http://{self.host}:{self.desk_port}"

    @property
    def on_call_recipients(self) -> tuple[str, ...]:
        """The addresses of people who are called by e-mail."""
        return listed(self.on_call_mail_to)

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.var.resolve() / 'qingting.db'}"

    @property
    def attachments_folder(self) -> Path:
        """Where attachments are kept, with the default filled in."""
        return Path(self.attachments or self.var / "attachments").resolve()

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def worker_name(self) -> str:
        """Unique among running processes; stable over restarts where it was set."""
        return self.worker or f"{socket.gethostname()}-{os.getpid()}"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment. Raises SettingsError naming each unusable variable."""
    unknown = _unknown_variables()
    if unknown:
        known = "see `qingting settings` for the list"
        raise SettingsError(f"Unknown setting {', '.join(unknown)}: {known}.")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        problems = "; ".join(_problem(item["loc"], item["msg"]) for item in error.errors())
        raise SettingsError(f"Unusable settings: {problems}.") from error


def variable(name: str) -> str:
    """The environment variable of a setting."""
    names: set[str] = Settings.__fields__[name].field_info.extra["env_names"]
    return next(iter(names)).upper()


def settings_table() -> str:
    """The README's table, in Markdown."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    fields = Settings.__fields__.items()
    for name, field in sorted(fields, key=lambda item: item[0] in ChannelSettings.__fields__):
        default = _default_text(field.default)
        rows.append(f"| `{variable(name)}` | {default} | {field.field_info.description} |")
    return "\n".join(rows)


def _default_text(default: object) -> str:
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT)}`"
    return "–" if default in ("", None) else f"`{default}`"


def _problem(location: tuple[int | str, ...], message: str) -> str:
    return f"{variable(str(location[0]))} {message}"


def _unknown_variables() -> list[str]:
    known = {variable(name) for name in Settings.__fields__}
    return sorted(n for n in os.environ if n.startswith("QINGTING_") and n not in known)
