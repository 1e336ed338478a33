"""The only room that knows every concrete class: opens, wires, closes in reverse."""

from bot.composition.model_side import (
    NO_MODEL,
    ModelSide,
    catalogue_of,
    configured_provider,
    open_model,
)
from bot.composition.services import NO_TRACING, door_options, open_services
from bot.composition.serving import run, serve
from bot.composition.starting import StartupError, SystemClock

__all__ = [
    "NO_MODEL",
    "NO_TRACING",
    "ModelSide",
    "StartupError",
    "SystemClock",
    "catalogue_of",
    "configured_provider",
    "door_options",
    "open_model",
    "open_services",
    "run",
    "serve",
]
