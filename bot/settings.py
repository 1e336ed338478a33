"""The settings: from the environment into one frozen value.

Every mistake is reported at once, each as one sentence that names the variable; secrets
are never printed. .env.example lists the same names and defaults, and a test compares.
"""

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
)

from bot.chat.remembering.prompting import MemoryMode
from bot.core.reply.thoughts import Reasoning

DEFAULT_MODEL = "deepseek-chat"
# https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
_REQUESTS_PER_SECOND = 50
HOLYSHEEP = "https://api.holysheep.ai/v1"
_FERNET_KEY = re.compile(r"[\w-]{42}[AEIMQUYcgkosw048]=", re.ASCII)  # 32 bytes in URL-safe base64


class SettingsError(Exception):
    """The environment is not usable; *sentences* says why, one mistake each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def _url(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"must be an address that begins with {':// or '.join(schemes)}://")
        return value.rstrip("/")

    return AfterValidator(check)


def _database_url(value: str) -> str:
    if value.startswith("sqlite:///") and len(value) > len("sqlite:///"):
        return value
    if not value.startswith(("postgresql://", "postgres://")):
        raise ValueError("must be sqlite:///path/to/file.db or postgresql://user:pass@host/name")
    if not _is_readable(value):
        raise ValueError(
            "cannot be read: in a password, each @ : / ? and # has to be percent-encoded"
        )
    return value


def _is_readable(url: str) -> bool:
    """Whether no part of a password is taken for a host, a port or a path, and then shown."""
    try:
        parts = urlsplit(url)
        # Several hosts, each with a port of its own, are the driver's to read.
        is_port = "," in parts.netloc or parts.port != 0
    except ValueError:
        return False
    return is_port and "@" not in parts.path + parts.query + parts.fragment


def _redis_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "unix" and parts.path:
        return value
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise ValueError("must be an address that begins with redis://, rediss:// or unix://")
    return value


def _origins(value: str) -> str:
    for origin in _items(value):
        parts = urlsplit(origin)
        if origin != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https"):
            raise ValueError(
                "must be origins with commas between them, like https://example.com, without a path"
            )
    return value


def _items(value: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, value.split(","))))


def _fernet_keys(value: SecretStr) -> SecretStr:
    keys = _items(value.get_secret_value())
    if not keys or not all(_FERNET_KEY.fullmatch(each) for each in keys):
        raise ValueError(
            "must be Fernet keys with commas between them, the newest first; "
            'python -c "from cryptography.fernet import Fernet as F; print(F.generate_key().decode())" '
            "makes one"
        )
    return value


def _passwords(address: str) -> list[str]:
    """Give the password in an address, as it is written there and as it is meant."""
    parts = urlsplit(address)
    written = parts.password or ""
    return [written, unquote(written), *(v for k, v in parse_qsl(parts.query) if "password" in k)]


def _shards(value: object, info: ValidationInfo) -> object:
    """Read shard numbers like "0,2" or "0-3"; they need SHARD_COUNT, and it needs them."""
    count = info.data.get("shard_count")
    if not isinstance(value, str):
        if count is not None and value is None:
            raise ValueError("is missing beside SHARD_COUNT: name this process's shards, like 0-3")
        return value
    parts = [re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part.strip()) for part in value.split(",")]
    if None in parts:
        raise ValueError("must be shard numbers like 0,1 or 0-3")
    if "shard_count" in info.data and count is None:
        raise ValueError("needs SHARD_COUNT beside it: how many shards all processes have together")
    ranges = [(int(part[1]), int(part[2] or part[1])) for part in parts if part]
    ids = {each for first, last in ranges for each in range(first, last + 1)}
    if not ids or (count is not None and max(ids) >= count):
        raise ValueError("must be numbers from 0 to below SHARD_COUNT, the smaller one first")
    return tuple(sorted(ids))


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


_Count = Annotated[int, Field(ge=0)]  # 0: none
_Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Settings(BaseModel):
    """All that the environment decides; names are those of the variables in small letters."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    discord_token: SecretStr | None = None
    llm_base_url: Annotated[str, _url("http", "https")] = HOLYSHEEP
    llm_api_key: SecretStr | None = None
    llm_model: Annotated[str, Field(max_length=100)] = DEFAULT_MODEL
    llm_rpm: _Count = 60
    llm_tpm: _Count = 100_000
    llm_concurrency: _Count = 10
    llm_connect_seconds: _Seconds = 10
    llm_first_token_seconds: _Seconds = 60
    llm_between_tokens_seconds: _Seconds = 30
    llm_answer_seconds: _Seconds = 600
    models_file: Path = Path("models.toml")
    redis_url: Annotated[str, AfterValidator(_redis_url)] | None = None
    # It can hold a password, so it is left out wherever the settings are shown.
    database_url: Annotated[str, AfterValidator(_database_url), Field(repr=False, exclude=True)] = (
        "sqlite:///data/tokki.db"
    )
    keys_secret: Annotated[SecretStr, AfterValidator(_fernet_keys)] | None = None
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    web_token: SecretStr | None = None
    web_origins: Annotated[str, AfterValidator(_origins)] = ""
    discord_api_url: Annotated[str, _url("http", "https")] | None = None
    discord_gateway_url: Annotated[str, _url("ws", "wss")] | None = None
    discord_requests_per_second: _Count | None = None
    shard_count: Annotated[int, Field(ge=1)] | None = None
    shard_ids: Annotated[
        tuple[int, ...] | None, BeforeValidator(_shards), Field(validate_default=True)
    ] = None
    memory_mode: Annotated[MemoryMode, BeforeValidator(_lower)] = MemoryMode.CHANNEL
    memory_tokens: Annotated[int, Field(ge=1000, le=1_000_000)] = 16_000
    memory_days: Annotated[int, Field(ge=0, le=36_500)] = 90
    reply_footer: bool = True
    reply_reasoning: Annotated[Reasoning, BeforeValidator(_lower)] = Reasoning.LINE
    reply_side_by_side: Annotated[int, Field(ge=1, le=100)] = 5
    reply_messages: Annotated[int, Field(ge=1, le=20)] = 5
    reply_notice_seconds: Annotated[float, Field(ge=0, le=86_400)] = 60
    otel_exporter_otlp_endpoint: Annotated[str, _url("http", "https")] | None = None
    # OpenTelemetry reads these by itself; here they are known so that they are hidden.
    otel_exporter_otlp_headers: SecretStr | None = None
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = "console"

    _environment: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings from *environment*; SettingsError with a sentence per mistake.

        A variable that is set but empty counts as not set.
        """
        given = {
            name: value.strip()
            for name in cls.model_fields
            if (value := environment.get(name.upper(), "")).strip()
        }
        try:
            settings = cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError([_sentence(dict(e)) for e in error.errors()]) from None
        settings._environment = dict(environment)  # noqa: SLF001 - of its own class
        return settings

    @property
    def environment(self) -> Mapping[str, str]:
        """All variables: models.toml names those that hold the keys of further providers."""
        return self._environment

    @property
    def secrets(self) -> frozenset[str]:
        """All that must be read nowhere: tokens, keys, and the passwords in addresses."""
        values = [getattr(self, name) for name in type(self).model_fields]
        held = [each.get_secret_value() for each in values if isinstance(each, SecretStr)]
        headers = self.otel_exporter_otlp_headers or SecretStr("")
        held += [each.partition("=")[2] for each in _items(headers.get_secret_value())]
        addresses = [each for each in values if isinstance(each, str) and "://" in each]
        passwords = chain.from_iterable(map(_passwords, addresses))
        return frozenset(filter(None, (*held, *self.key_secrets, *passwords)))

    @property
    def key_secrets(self) -> tuple[str, ...]:
        """What the keys of servers are sealed with, the newest first."""
        return _items(self.keys_secret.get_secret_value()) if self.keys_secret else ()

    @property
    def web_sites(self) -> tuple[str, ...]:
        """The origins whose pages may ask through the HTTP door."""
        return _items(self.web_origins)

    @property
    def requests_per_second(self) -> int:
        """What all processes together may ask Discord; 0 where a proxy keeps the token's limit."""
        if self.discord_requests_per_second is not None:
            return self.discord_requests_per_second
        return 0 if self.discord_api_url else _REQUESTS_PER_SECOND

    @property
    def part(self) -> float:
        """What part of the bot this process is, by its shards."""
        if self.shard_ids is None or self.shard_count is None:
            return 1.0
        return len(self.shard_ids) / self.shard_count

    @property
    def models_path(self) -> Path | None:
        """The operator's models.toml; None when there is none and none was asked for."""
        named = "models_file" in self.model_fields_set
        return self.models_file if named or self.models_file.exists() else None

    @property
    def wants_local_model(self) -> bool:
        """Whether neither a key nor an endpoint of one's own is given."""
        return self.llm_api_key is None and self.llm_base_url == HOLYSHEEP

    def require_token(self) -> str:
        """Give Discord's token; SettingsError when there is none or it cannot be one."""
        if self.discord_token is None:
            raise SettingsError([_NO_BOT])
        token = self.discord_token.get_secret_value()
        if not token.isascii() or len(token.split()) != 1:
            raise SettingsError(
                ["DISCORD_TOKEN holds characters that no token has: copy it again."]
            )
        return token


_NO_BOT = (
    "DISCORD_TOKEN is missing: make a bot at https://discord.com/developers/applications, copy its "
    "token into .env (see .env.example), or try everything without one: python -m bot demo"
)


def _sentence(error: dict[str, object]) -> str:
    location = error.get("loc")
    name = str(location[0]).upper() if isinstance(location, tuple) and location else "A setting"
    message = str(error.get("msg", "is wrong")).removeprefix("Value error, ")
    message = re.sub(r"^(Input|String) should", "should", message)
    return f"{name} {message}."
