"""The only reader of the environment: one frozen, typed ``Settings`` from ``WAYPOST_*``."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MAP_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?[/?#]([^\s{}]|\{lat\}|\{lon\})*")
"""Telegram refuses buttons that lead to a host without a dot in its name."""
LOOPBACK = frozenset(["localhost", "127.0.0.1", "[::1]"])
"""Hosts to which a token may go unencrypted."""
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

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

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
