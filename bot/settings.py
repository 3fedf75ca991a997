"""The only reader of the environment: one frozen, typed ``Settings`` from ``WAYPOST_*``."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, HttpUrl, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MAP_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?[/?#]([^\s{}]|\{lat\}|\{lon\})*")
"""Telegram refuses buttons that lead to a host without a dot in its name."""
LOOPBACK = frozenset(["localhost", "127.0.0.1", "[::1]"])
"""Hosts to which a token may go unencrypted."""
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""What Telegram takes as a webhook's secret, and not so short that it could be guessed."""
LISTEN = re.compile(r"(?:(\[[0-9A-Fa-f:.]+\]|[\w.-]+):)?(\d{1,5})")
"""HOST:PORT, or a port of this machine alone."""
DEFAULT_LISTEN = "127.0.0.1:8080"
SHORTEST_PASSPHRASE = 12
Names = Annotated[tuple[str, ...], NoDecode]


class SettingsError(Exception):
    """A setting is wrong; the text names it and says what is expected."""


class Settings(BaseSettings):
    """Every setting of the program; the README has the same list with the reasons."""

    model_config = SettingsConfigDict(env_prefix="WAYPOST_", env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr | None = Field(None, description="Token of the bot from BotFather; treat it as root.")
    bot_api_url: HttpUrl | None = Field(
        None, description="Bot API server: the part before /bot<token>. Telegram's own when unset."
    )
    database_url: str | None = Field(
        None, description="SQLAlchemy URL of the store; SQLite in WAYPOST_DATA_DIR when unset."
    )
    data_dir: Path = Field(Path("var"), description="Folder of the store, the key and the backups.")
    key: SecretStr | None = Field(
        None,
        description="Master key, base64 of 32 bytes; made in WAYPOST_DATA_DIR/key on first start when unset.",
    )
    admins: Names = Field((), description="Telegram user ids of admins, separated by commas.")
    area: Names = Field((), description="Townships of the desk, names or p-codes, separated by commas.")
    catalogue_dir: Path | None = Field(
        None,
        description="Folder with an indicators.csv or activities.csv of your own that overrides and extends.",
    )
    map_url: str = Field(
        "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=14/{lat}/{lon}",
        description="Address of a map with {lat} and {lon} in it, for who may see positions; empty for no map.",
    )
    spelling: str = Field(
        "myanmar", description="Table of how names are spelled: myanmar, plain, or the path of a .csv file of your own."
    )
    language: str = Field(
        "en", description="Language for whoever has chosen none and whose Telegram speaks none: en, my, kac."
    )
    words: Path | None = Field(
        None, description="CSV file (word,meaning) with the shorthand of this desk: tarpy,tarpaulin"
    )
    kobo_url: HttpUrl | None = Field(
        None, description="KoboToolbox server for waypost pull kobo; https, but for one on this machine."
    )
    kobo_token: SecretStr | None = Field(
        None, description="API token of the KoboToolbox account that may see the data."
    )
    kobo_form: Names = Field((), description="Forms (asset uids) to pull, separated by commas.")
    webhook_url: HttpUrl | None = Field(
        None, description="Address at which Telegram hands over updates; waypost run asks for them itself when unset."
    )
    webhook_secret: SecretStr | None = Field(
        None, description="What Telegram must send along with each update; made from the key when unset."
    )
    webhook_secret_in_path: bool = Field(
        False, description="For Bot API servers that send no secret: it becomes the last part of the address."
    )
    listen: str | None = Field(
        None,
        description="HOST:PORT of webhook and health pages; when unset 127.0.0.1:8080 for a webhook, else no pages.",
    )
    backup_dir: Path | None = Field(None, description="Folder of a daily backup; none is made when unset.")
    backup_keep: PositiveInt = Field(14, description="How many backups are kept there, and for how many days.")
    backup_passphrase: SecretStr | None = Field(
        None, description="Passphrase of backups, at least 12 characters; the desk's key seals them when unset."
    )
    send_limits: bool = Field(True, description="Keep Telegram's sending limits; off for measurements only.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("spelling", mode="before")
    @classmethod
    def _or_shipped(cls, value: Any) -> Any:
        return value.strip() or "myanmar" if isinstance(value, str) else value

    @field_validator("admins", "area", "kobo_form", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("admins")
    @classmethod
    def _numbers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(part.isdigit() for part in value):
            raise ValueError("Telegram user ids are numbers, separated by commas")
        return value

    @field_validator("map_url")
    @classmethod
    def _map(cls, value: str) -> str:
        if value and not (MAP_ADDRESS.fullmatch(value) and "{lat}" in value and "{lon}" in value):
            raise ValueError("a web address with {lat} and {lon} in it, or empty for no map")
        return value

    @field_validator("kobo_url")
    @classmethod
    def _private(cls, value: HttpUrl | None) -> HttpUrl | None:
        if value is not None and value.scheme != "https" and value.host not in LOOPBACK:
            raise ValueError("an address with https: the token would be open to everyone on the way")
        if value is not None and (value.username or value.password):
            raise ValueError("an address without a name or password in it: the token is all that is needed")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _deliverable(cls, value: HttpUrl | None) -> HttpUrl | None:
        if value is not None and value.scheme != "https" and value.host not in LOOPBACK:
            raise ValueError("an address with https: what people write would be open to everyone on the way")
        if value is not None and (value.username or value.password or value.query or value.fragment):
            raise ValueError("an address without name, password, ? or #: Telegram sends a secret of its own along")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _unguessable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, _ or -")
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        found = LISTEN.fullmatch(value.strip()) if value else None
        if value and (found is None or int(found[2]) > 65535):
            raise ValueError("HOST:PORT, such as 127.0.0.1:8080")
        return f"{found[1] or '127.0.0.1'}:{found[2]}" if found else None

    @field_validator("backup_passphrase")
    @classmethod
    def _long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_PASSPHRASE:
            raise ValueError(f"at least {SHORTEST_PASSPHRASE} characters")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port of webhook and health pages; ``None`` where there are none."""
        given = self.listen or (DEFAULT_LISTEN if self.webhook_url else None)
        if given is None:
            return None
        host, _, port = given.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def store_url(self) -> str:
        """URL of the store that is in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'waypost.sqlite'}"


def read_settings(**overrides: Any) -> Settings:
    """Settings from the environment and ``.env``; raises `SettingsError` with one line per wrong setting."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [_said(problem) for problem in error.errors(include_input=False)]
        raise SettingsError("\n".join(lines)) from None


def _said(problem: Mapping[str, Any]) -> str:
    name = "_".join(str(part) for part in problem["loc"]).upper()
    return f"WAYPOST_{name}: {problem['msg'].removeprefix('Value error, ')}"
