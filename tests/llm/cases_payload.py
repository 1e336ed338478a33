"""Wire cases 31 to 57: what the chunks hold."""

from bot.chat.ports import FinishReason
from bot.core.errors import Fault
from bot.core.wire.completion import Usage
from tests.llm.wire_case import DONE, USAGE, Case, chunk, d, event, sse, stop


def _thought(name: str, **delta: object) -> Case:
    return Case(name, sse(chunk(delta=delta), d(), DONE), "Hello", reasoning="hm")


def _finished(reason: str) -> bytes:
    return chunk(delta={"content": "Hello"}, finish_reason=reason)


def _counted(count: int) -> bytes:
    usage = {"prompt_tokens": 3, "completion_tokens": count}
    return event({"choices": [{"index": 0, "delta": {"content": "x"}}], "usage": usage})


_NULLS = chunk(delta=None) + chunk(delta={"content": None}) + chunk(delta={"role": "assistant"})
_TOOLS = [{"id": "a", "function": {"name": "f", "arguments": "{"}}]
_MORE_TOOLS = [{"index": 1, "function": {"arguments": "}"}}, None, 5]

CHUNKS = [
    Case(
        "31 no choices at first (Azure)",
        sse(event({"choices": [], "prompt_filter_results": [], "id": ""}), d(), DONE),
        "Hello",
    ),
    Case("32 choice without delta", sse(chunk(content_filter_results={}), d(), DONE), "Hello"),
    Case(
        "32 the whole message behind its pieces (MiniMax)",
        sse(d("Hel"), d("lo"), chunk(message={"content": "Hello"}, finish_reason="stop"), DONE),
        "Hello",
    ),
    Case(
        "32 the whole message and its thought behind their pieces",
        sse(
            chunk(delta={"reasoning_content": "hm"}),
            d(),
            chunk(delta={}, message={"content": "Hello", "reasoning_content": "hm"}),
            DONE,
        ),
        "Hello",
        reasoning="hm",
    ),
    Case(
        "32 the whole message alone",
        sse(chunk(delta={"role": "assistant"}), chunk(message={"content": "Hello"}), DONE),
        "Hello",
    ),
    Case("33 nulls", sse(_NULLS, d(), DONE), "Hello"),
    Case("34 usage at the end", sse(d(), stop(), USAGE, DONE), "Hello", usage=Usage(3, 2)),
    Case("35 usage on every chunk", sse(*map(_counted, (1, 2, 3)), DONE), "xxx", usage=Usage(3, 3)),
    Case(
        "36 usage null",
        sse(USAGE, event({"usage": None, "choices": []}), d(), DONE),
        "Hello",
        usage=Usage(3, 2),
    ),
    Case("37 no choices at all", sse(event({}), event({"type": "ping"}), d(), DONE), "Hello"),
    Case(
        "38 role first", sse(chunk(delta={"role": "assistant", "content": ""}), d(), DONE), "Hello"
    ),
    Case(
        "39 finish_reason with the last text",
        sse(d("Hel"), chunk(delta={"content": "lo"}, finish_reason="length")),
        "Hello",
        reason=FinishReason.LENGTH,
    ),
    Case("40 finish_reason empty", sse(_finished(""), DONE), "Hello"),
    Case("40 finish_reason empty and no end", sse(_finished("")), "Hello", fault=Fault.INTERRUPTED),
    Case("40 finish_reason 'null'", sse(_finished("null")), "Hello", fault=Fault.INTERRUPTED),
    Case("40 finish_reason eos", sse(_finished("eos")), "Hello"),
    Case("40 finish_reason end_turn", sse(_finished("end_turn")), "Hello"),
    Case("40 finish_reason MAX_TOKENS", sse(_finished("MAX_TOKENS")), "Hello", FinishReason.LENGTH),
    Case(
        "40 finish_reason insufficient_system_resource",
        sse(_finished("insufficient_system_resource"), DONE),
        "Hello",
        fault=Fault.INTERRUPTED,
        detail="insufficient_system_resource",
    ),
    Case("41 finish_reason length", sse(d(), stop("length"), DONE), "Hello", FinishReason.LENGTH),
    Case(
        "41 finish_reason content_filter",
        sse(d(), stop("content_filter"), DONE),
        "Hello",
        FinishReason.FILTERED,
    ),
    *(
        Case(f"41 finish_reason {reason}", sse(d(), stop(reason), DONE), "Hello", meaning)
        for reason, meaning in (
            ("model_context_window_exceeded", FinishReason.LENGTH),
            ("sensitive", FinishReason.FILTERED),
            ("refusal", FinishReason.FILTERED),
            ("RECITATION", FinishReason.FILTERED),
            ("PROHIBITED_CONTENT", FinishReason.FILTERED),
        )
    ),
    Case(
        "41 finish_reason network_error",
        sse(d(), stop("network_error"), DONE),
        "Hello",
        fault=Fault.INTERRUPTED,
    ),
    Case("41 finish_reason error", sse(d(), stop("error")), "Hello", fault=Fault.INTERRUPTED),
    Case("41 stop without text", sse(stop(), DONE), fault=Fault.EMPTY),
]

_ERROR = event({"error": {"message": "m", "code": "server_error"}})
_OLD_VLLM = event({"object": "error", "message": "m", "code": 400})

ERRORS = [
    Case("42 error in the stream", sse(d(), _ERROR), "Hello", fault=Fault.INTERRUPTED, detail="m"),
    Case("42 error first", sse(_ERROR), fault=Fault.OVERLOADED, detail="m", tries=3),
    Case(
        "43 error as a string",
        sse(d(), event({"error": "m"})),
        "Hello",
        fault=Fault.INTERRUPTED,
        detail="m",
    ),
    Case("44 error of old vLLM", sse(d(), _OLD_VLLM), "Hello", fault=Fault.INTERRUPTED, detail="m"),
    Case("44 error of old vLLM first", sse(_OLD_VLLM, DONE), fault=Fault.REJECTED, detail="m"),
    Case("45 [DONE] after an error", sse(d(), _ERROR + DONE), "Hello", fault=Fault.INTERRUPTED),
    Case(
        "46 error null is none",
        sse(event({"error": None, "choices": [{"index": 0, "delta": {"content": "Hello"}}]}), DONE),
        "Hello",
    ),
]

THOUGHTS = [
    _thought("47 reasoning_content", reasoning_content="hm", content=None),
    _thought("47 reasoning", reasoning="hm", content=""),
    _thought("47 thinking", thinking="hm"),
    _thought(
        "47 reasoning_details text", reasoning_details=[{"type": "reasoning.text", "text": "hm"}]
    ),
    _thought("47 reasoning_details summary", reasoning_details=[{"summary": "hm"}]),
    _thought("47 thinking_blocks", thinking_blocks=[{"type": "thinking", "thinking": "hm"}]),
    Case(
        "47 thought but no answer",
        sse(chunk(delta={"reasoning": "hm"}), stop(), DONE),
        reasoning="hm",
        fault=Fault.EMPTY,
    ),
    Case(
        "47 thought, then cut",
        sse(chunk(delta={"reasoning": "hm"})),
        reasoning="hm",
        fault=Fault.UNREACHABLE,
    ),
    _thought("48 two names in one delta", reasoning="hm", reasoning_content="hm"),
    _thought("48 reasoning and its details", reasoning="hm", reasoning_details=[{"text": "hm"}]),
    Case(
        "49 content as parts",
        sse(chunk(delta={"content": [{"type": "text", "text": "Hel"}, {"text": "lo"}, 5]}), DONE),
        "Hello",
    ),
    _thought(
        "49 thinking among the parts",
        content=[
            {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
            {"type": "text", "text": ""},
        ],
    ),
    Case(
        "50 <think> split",
        sse(d("<th"), d("ink>h"), d("m</thi"), d("nk>\n\n"), d("Hello"), DONE),
        "Hello",
        reasoning="hm",
    ),
    Case(
        "50 <think> in one piece", sse(d("<think>hm</think>Hello"), DONE), "Hello", reasoning="hm"
    ),
    # The text has been read before the tag tells that it was a thought: only the tag goes.
    Case("50 opening tag missing", sse(d("hm\n</th"), d("ink>Hello"), DONE), "hm\nHello"),
    Case("50 </think> only", sse(d("</think>"), d("Hello"), DONE), "Hello"),
    Case(
        "50 a tag that the answer talks about",
        sse(d("Use <think> and "), d("</think>."), DONE),
        "Use <think> and </think>.",
    ),
    Case("51 refusal", sse(chunk(delta={"content": None, "refusal": "No."}), stop(), DONE), "No."),
]

_NOT_NUMBERS = b'data: {"created":NaN,"n":1%s,"x":1e999,"choices":[{"index":0,"delta":{"content":"Hello"}}]}\n\n'

ODDITIES = [
    Case(
        "52 tool calls beside text",
        sse(
            chunk(delta={"tool_calls": _TOOLS}), chunk(delta={"tool_calls": _MORE_TOOLS}), d(), DONE
        ),
        "Hello",
    ),
    Case(
        "52 tool calls alone",
        sse(chunk(delta={"tool_calls": _TOOLS}), stop("tool_calls"), DONE),
        fault=Fault.EMPTY,
    ),
    Case(
        "53 a second choice",
        sse(event({"choices": [{"index": 1, "delta": {"content": "x"}}]}), d(), DONE),
        "Hello",
    ),
    # Not told apart from a model that repeats itself.
    Case("54 cumulative content", sse(d("Hel"), d("Hello"), DONE), "HelHello"),
    Case(
        "55 broken JSON in the middle",
        sse(d("Hel"), b'data: {"choices":[\n\n', d("lo"), DONE),
        "Hello",
    ),
    Case(
        "55 broken JSON on and on", sse(d(), b"data: {\n\n" * 30), "Hello", fault=Fault.INTERRUPTED
    ),
    Case("55 nothing but broken JSON", sse(b"data: {\n\n" * 30), fault=Fault.GARBLED),
    Case("55 JSON cut at the end", sse(d(), d("x")[:30]), "Hello", fault=Fault.INTERRUPTED),
    Case(
        "56 JSON that is no object",
        sse(b'data: 5\n\ndata: []\n\ndata: "x"\n\ndata: null\n\n' * 9, d(), DONE),
        "Hello",
    ),
    Case("57 NaN and huge numbers", sse(_NOT_NUMBERS % (b"0" * 400), DONE), "Hello"),
    Case(
        "57 a number beyond Python's limit", sse(_NOT_NUMBERS % (b"0" * 9000), d(), DONE), "Hello"
    ),
    Case("57 nested beyond reason", sse(b"data: " + b"[" * 90_000 + b"\n\n", d(), DONE), "Hello"),
]

PAYLOAD = [*CHUNKS, *ERRORS, *THOUGHTS, *ODDITIES]
