"""The settings: from the environment into one frozen value.

Every mistake is reported at once, each as one sentence that names the variable; secrets
are never printed. .env.example lists the same names and defaults, and a test compares.
"""

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

HOLYSHEEP = "https://api.holysheep.ai/v1"


class SettingsError(Exception):
    """The environment is not usable; *sentences* says why, one mistake each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def _url(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"must be an address that begins with {' or '.join(schemes)}://")
        return value.rstrip("/")

    return AfterValidator(check)


def _sqlite_url(value: str) -> str:
    if value.startswith("sqlite:///") and len(value) > len("sqlite:///"):
        return value
    if value.startswith(("postgresql://", "postgres://")):
        raise ValueError("names PostgreSQL, which this version does not speak yet: use sqlite:///")
    raise ValueError("must be of the form sqlite:///path/to/file.db")


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseModel):
    """All that the environment decides; names are those of the variables in small letters."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    discord_token: SecretStr | None = None
    llm_base_url: Annotated[str, _url("http", "https")] = HOLYSHEEP
    llm_api_key: SecretStr | None = None
    llm_model: str = "deepseek-chat"
    llm_concurrency: Annotated[int, Field(ge=0)] = 10
    database_url: Annotated[str, AfterValidator(_sqlite_url)] = "sqlite:///data/tokki.db"
    discord_api_url: Annotated[str, _url("http", "https")] | None = None
    discord_gateway_url: Annotated[str, _url("ws", "wss")] | None = None
    reply_footer: bool = True
    reply_messages: Annotated[int, Field(ge=1, le=20)] = 5
    reply_notice_seconds: Annotated[float, Field(ge=0)] = 60
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = "console"

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
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError([_sentence(dict(e)) for e in error.errors()]) from None

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
    message = message.replace("Input should", "should")
    return f"{name} {message}."
