"""Every setting, in one documented list, from the environment and ``.env``; a wrong value is named at start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.platform import PACKAGES, package
from cards.formats import listing
from policy.facts import SessionKind
from storage.references import checked

PREFIX: Final = "SUPERVISION_"
WRITE_DATABASE: Final = "write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
#: The rule set of the sample council, and where none is named.
SAMPLE_RULES: Final = "central-bedfordshire"


class SettingsError(ValueError):
    """A setting is missing or wrong; the sentence names it, never its value."""


class Settings(BaseSettings):
    """What ``serve`` needs. Each is read from ``SUPERVISION_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = Field(
        default="sqlite:///supervision.db", description="SQLite file or PostgreSQL URL."
    )
    rules: Annotated[list[str], NoDecode] = Field(
        default_factory=lambda: [SAMPLE_RULES],
        min_length=1,
        description="A shipped rule set's name, or a rule set file; several versions of one policy, each with the day "
        "from which it is in force, separated by commas.",
    )
    council: str = Field(
        default="",
        max_length=100,
        description="The council's name, in place of the one that the rule set says, wherever people read it: for a "
        "council that runs another's rule set, a shipped one for instance.",
    )
    case_system: str = Field(
        default="",
        max_length=100,
        description="What the council's case system is called, in place of what the rule set says, such as `Eclipse`.",
    )
    encryption_keys: Annotated[list[SecretStr], NoDecode] = Field(
        default_factory=list, description="Keys for people's words, newest first, separated by commas."
    )
    case_references: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="What a case reference looks like: # for each digit and its fixed letters, as in `CB-#####`; "
        "several separated by commas. What doesn't fit is refused. Without it an import proposes one and stops before "
        "it brings a case that isn't stored.",
    )
    record_links: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Where a record is read, by kind of session: `case=https://cases.example.org/{reference}`, "
        "`personal=https://…/{staff_number}`, `group=…`, separated by commas. Without one, only the case system's name "
        "is said.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port the web server listens on; 0 for any.")
    platforms: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description=f"The chat platforms, separated by commas: {listing(list(PACKAGES), 'or')}. The desk, over a "
        "sample council, is never beside another. Without one, what is due is worked out and what is to be told waits.",
    )
    platform: str = Field(default="", deprecated=True)
    slack_mode: Literal["http", "socket"] = Field(
        default="http", description="How Slack reaches us: signed requests to /slack/events, or Socket Mode."
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="Slack's bot token (xoxb-…), for one workspace."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="Slack's signing secret, which proves that a request is Slack's. HTTP only."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="Slack's app-level token (xapp-…). Socket Mode only."
    )
    slack_client_id: str = Field(
        default="", description="Slack's client id, to install into several workspaces of this council."
    )
    slack_client_secret: SecretStr | None = Field(
        default=None, description="The secret of that client id. Only with it."
    )
    slack_workspaces: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Ids (T… or E…) of the workspaces or organisations that may install it, separated by commas.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="Slack's Web API; GovSlack has another."
    )
    teams_app_id: str = Field(default="", description="The Azure bot's app id (a client id in Entra).")
    teams_app_secret: SecretStr | None = Field(
        default=None, description="A client secret of that app. Not beside a certificate."
    )
    teams_certificate: str = Field(
        default="",
        description="In place of the secret: a PEM file with the private key and the certificate that the app knows.",
    )
    teams_tenants: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Ids of the Entra tenants whose staff may use it, the bot's own first, separated by commas.",
    )
    teams_playground: bool = Field(
        default=False,
        description="Speaks with Microsoft's Agents Playground in place of Teams: a sample council, this machine only.",
    )
    teams_login_url: str = Field(
        default="https://login.microsoftonline.com/",
        description="Where the bot signs in; national clouds differ.",
    )
    teams_openid_url: str = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Where the Bot Framework says which keys it signs with.",
    )
    outlook_mailbox: str = Field(
        default="",
        description="Switches on that busy times are read from Outlook: the address of the mailbox through which they "
        "are asked for, best one of the bot's own. Only from when until when somebody is busy is kept. Empty reads "
        "none. docs/teams.md has the steps.",
    )
    outlook_events: bool = Field(
        default=False,
        description="Beside that, puts each booked session as an event into its supervisor's calendar in Outlook, "
        "moves it and takes it out: when, of which kind and with whom. The app then needs a permission of its own for "
        "the supervisors' mailboxes. docs/teams.md has the steps.",
    )
    outlook_tenant: str = Field(default="", description="Id of the Entra tenant of that mailbox.")
    outlook_app_id: str = Field(
        default="", description="The client id in Entra of the app that may read calendars, or write events."
    )
    outlook_app_secret: SecretStr | None = Field(default=None, description="A client secret of that app.")
    outlook_login_url: str = Field(
        default="https://login.microsoftonline.com/",
        pattern="^https://",
        description="Where that app signs in; national clouds differ.",
    )
    outlook_graph_url: str = Field(
        default="https://graph.microsoft.com/",
        description="Microsoft Graph; national clouds differ.",
    )
    calendar_address: str = Field(
        default="",
        pattern=r"^(https://\S+|)$",
        description="Where calendar programs reach the bot, such as https://bot.council.gov.uk: then everybody may ask "
        "for a private calendar of their own sessions, and for one session as a file. Empty gives none out.",
    )
    calendar_cases: bool = Field(
        default=False,
        description="Whether those calendars and files, and events in Outlook, name the cases of a session, by "
        "reference: whoever keeps a calendar for somebody then reads them. Restricted ones never.",
    )
    report_address: str = Field(
        default="",
        pattern=r"^(https://\S+|)$",
        description="Where whoever asks for a report in chat opens it, such as https://bot.council.gov.uk: at an "
        "address of their own that works for a quarter of an hour. Empty gives none out, and chat says the command.",
    )
    metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description="A port of its own for /metrics, which the other then hasn't; 0 for any free one. The address is "
        "the same.",
    )
    heartbeat_url: SecretStr | None = Field(
        default=None,
        description="An address that is asked for once a minute while all is well, so that whoever watches it hears of "
        "a machine that is gone.",
    )
    tick_seconds: float = Field(default=15, gt=0, le=300, description="How often the clock asks what is due.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level logged."
    )

    @field_validator(
        "rules",
        "platforms",
        "encryption_keys",
        "case_references",
        "record_links",
        "slack_workspaces",
        "teams_tenants",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return [k.strip() for k in value.split(",") if k.strip()] if isinstance(value, str) else value

    @field_validator("council", "case_system")
    @classmethod
    def _on_one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("write a name on one line, of characters that can be seen")
        return value.strip()

    @field_validator("case_references")
    @classmethod
    def _shapes(cls, value: list[str]) -> list[str]:
        return [checked(shape) for shape in value]

    @field_validator("record_links")
    @classmethod
    def _patterns(cls, value: list[str]) -> list[str]:
        for one in value:
            kind, _, pattern = one.partition("=")
            if kind not in list(SessionKind):
                raise ValueError(f"'{kind}' is no kind of session; there are {listing(list(SessionKind))}")
            if not pattern.startswith("https://"):
                raise ValueError("after the kind and = write an address that begins with https://")
            if {*re.findall(r"\{.*?\}", pattern)} - {"{reference}", "{staff_number}"}:
                raise ValueError(
                    "an address can hold {reference} and {staff_number}, and no other name in braces"
                )
        return value

    @property
    def record_patterns(self) -> dict[SessionKind, str]:
        """``record_links`` by kind."""
        split = (one.partition("=") for one in self.record_links)
        return {SessionKind(kind): pattern for kind, _, pattern in split}

    @field_validator("platforms")
    @classmethod
    def _known_platforms(cls, value: list[str]) -> list[str]:
        unknown = [name for name in value if name not in PACKAGES]
        if unknown:
            raise ValueError(f"there is no platform '{unknown[0]}'; there are {listing(list(PACKAGES))}")
        alone = [traits.title for name in value if (traits := package(name).TRAITS).sample_only]
        if alone and len(set(value)) > 1:
            raise ValueError(f"{alone[0]} is for a sample council and never runs beside a real platform")
        return list(dict.fromkeys(value))

    @field_validator("heartbeat_url")
    @classmethod
    def _an_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("https://", "http://")):
            raise ValueError("write an address that begins with https://")
        return value

    @field_validator("platform")
    @classmethod
    def _has_become_several(cls, value: str) -> str:
        """The name before there could be more than one: refused rather than passed over in silence."""
        if not value:
            return value
        now = f"write {PREFIX}PLATFORMS={value}" if value in PACKAGES else f"leave {PREFIX}PLATFORMS empty"
        raise ValueError(f"this is {PREFIX}PLATFORMS now, which may name more than one: {now}")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError(WRITE_DATABASE)
        return value


def read_settings(**given: object) -> Settings:
    """The settings, those ``given`` first; then the environment, files that it names (``SUPERVISION_…_FILE``), ``.env``
    and the credentials that systemd hands over. Raises SettingsError with one line per wrong setting."""
    try:
        return Settings(**{**_from_files(), **given}, _secrets_dir=_credentials())  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env isn't UTF-8 text; save it as UTF-8") from None


def _from_files() -> dict[str, object]:
    """Settings whose value is what a file holds. Raises SettingsError for one that is said twice or can't be read."""
    found: dict[str, object] = {}
    in_env_file = {name.upper(): value for name, value in DotEnvSettingsSource(Settings).env_vars.items()}
    for name in Settings.model_fields:
        setting = f"{PREFIX}{name.upper()}"
        said: Mapping[str, str | None] = os.environ
        if f"{setting}_FILE" not in said and setting not in said:
            said = in_env_file
        path = said.get(f"{setting}_FILE")
        if not path:
            continue
        if setting in said:
            raise SettingsError(f"{setting}: it is set, and so is {setting}_FILE; leave one of them out")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it isn't UTF-8 text"
            raise SettingsError(f"{setting}_FILE: {path} can't be read ({why})") from None
    return found


def _credentials() -> str | None:
    """Where systemd puts what ``LoadCredential=supervision_encryption_keys:…`` names, for this service alone. Raises
    SettingsError where it can't be read: by another user than the service's."""
    path = os.environ.get("CREDENTIALS_DIRECTORY")
    if path and not os.access(path, os.R_OK | os.X_OK):
        raise SettingsError(f"CREDENTIALS_DIRECTORY: {path} can't be read by who runs this")
    return path


def documented() -> str:
    """The list of settings, for docs/settings.md."""
    fields = Settings.model_fields.items()
    return "".join(_documented(name, field) for name, field in fields if not field.deprecated)


def _documented(name: str, field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    default = ",".join(default) if isinstance(default, list) else default
    standing = f"Default: `{default}`." if default not in (None, "") else "No default."
    if name == "encryption_keys":
        standing = "No default: `serve` refuses to start without it."
    return f"### `{PREFIX}{name.upper()}`\n\n{field.description} {standing}\n\n"


def rules_text(name_or_file: str) -> tuple[str, str]:
    """A rule set's text and where it came from. Raises SettingsError naming the shipped ones."""
    shipped = Path(__file__).parent.parent / "policy" / "rulesets"
    for path in (shipped / f"{name_or_file}.yaml", Path(name_or_file)):
        if path.is_file():
            try:
                return path.read_text(encoding="utf-8"), path.name
            except UnicodeDecodeError:
                raise SettingsError(f"{path.name} isn't UTF-8 text; save it as UTF-8") from None
    names = ", ".join(sorted(p.stem for p in shipped.glob("*.yaml")))
    raise SettingsError(
        f"{PREFIX}RULES: there is no rule set '{name_or_file}'; the shipped ones are {names}, or name a file"
    )
