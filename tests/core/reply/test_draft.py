from bot.core.reply.draft import (
    CURSOR,
    Attach,
    Control,
    Delete,
    Draft,
    Edit,
    Layout,
    Post,
    Step,
)

STORY = "".join(f"Sentence {number} of a long story. " for number in range(200))


def play(draft: Draft, first_id: int = 1) -> list[Step]:
    """Do every step; messages get the ids 1, 2, 3 and so on."""
    steps: list[Step] = []
    while step := draft.step():
        steps.append(step)
        draft.done(step, first_id + sum(isinstance(each, Post | Attach) for each in steps) - 1)
        assert len(steps) < 100
    return steps


def test_a_growing_text_has_a_cursor_and_a_stop() -> None:
    draft = Draft()
    assert draft.step() is None
    draft.push("Hello")
    assert play(draft) == [Post(0, f"Hello {CURSOR}", (Control.STOP,))]
    draft.push(" world")
    assert play(draft) == [Edit(0, 1, f"Hello world {CURSOR}", None)]
    assert play(draft) == []


def test_the_end_brings_the_footer_and_other_buttons() -> None:
    draft = Draft()
    draft.push("Hello")
    play(draft)
    draft.end("small\nprint", (Control.REGENERATE,))
    assert play(draft) == [Edit(0, 1, "Hello\n-# small\n-# print", (Control.REGENERATE,))]


def test_a_failure_without_a_word_is_the_footer_alone() -> None:
    draft = Draft()
    draft.end("Sorry.", (Control.RETRY,))
    assert play(draft) == [Post(0, "-# Sorry.", (Control.RETRY,))]


def test_a_cursor_never_stands_in_the_line_of_a_fence() -> None:
    draft = Draft()
    draft.push("```py\nprint(1)\n")
    (step,) = play(draft)
    assert isinstance(step, Post)
    assert step.text == f"```py\nprint(1)\n```\n{CURSOR}"


def test_only_the_last_message_has_buttons_and_closed_ones_are_not_touched_again() -> None:
    draft = Draft()
    draft.push(STORY[:3000])
    steps = play(draft)
    assert [step.controls for step in steps if isinstance(step, Post)] == [(), (Control.STOP,)]
    draft.push(STORY[3000:3100])
    assert [step.index for step in play(draft) if isinstance(step, Edit)] == [1]


def test_beyond_its_messages_the_whole_text_comes_as_a_file() -> None:
    draft = Draft(layout=Layout(2, "goes on", "in the file"))
    draft.push(STORY)
    steps = play(draft)
    assert len(draft.message_ids) == 2
    assert not any(isinstance(step, Attach) for step in steps)
    draft.end("facts", ())
    *_, last, file = play(draft)
    assert isinstance(last, Edit)
    assert last.text.endswith("-# in the file\n-# facts")
    assert file == Attach(STORY)
    assert play(draft) == []


def test_the_file_of_an_earlier_answer_goes_when_it_is_written_anew() -> None:
    draft = Draft(layout=Layout(2))
    draft.push(STORY)
    draft.end("", ())
    play(draft)
    first, second, file = draft.message_ids
    again = Draft([first, second, file], Layout(2))
    again.push("Short.")
    again.end("", ())
    assert [step for step in play(again) if isinstance(step, Delete)] == [
        Delete(file),
        Delete(second),
    ]
    assert again.message_ids == (first,)


def test_old_messages_are_reused_and_what_is_left_over_is_deleted() -> None:
    draft = Draft(messages=[7, 8, 9])
    draft.push("Short.")
    assert play(draft) == [Edit(0, 7, f"Short. {CURSOR}", (Control.STOP,))]
    draft.end("", ())
    assert play(draft) == [Edit(0, 7, "Short.", ()), Delete(9), Delete(8)]
    assert draft.message_ids == (7,)


def test_a_message_that_cannot_be_edited_is_posted_afresh_and_then_deleted() -> None:
    draft = Draft()
    draft.push("Hello")
    play(draft)
    draft.push(" world")
    draft.end("", ())
    draft.renew(0)
    assert play(draft, first_id=5) == [Post(0, "Hello world", ()), Delete(1)]
    assert draft.message_ids == (5,)


def test_a_text_that_is_not_allowed_is_replaced() -> None:
    draft = Draft(layout=Layout(blocked="Not allowed."))
    draft.push(STORY[:3000])
    play(draft)
    draft.block()
    assert play(draft) == [Edit(0, 1, "-# Not allowed.", None), Delete(2)]


def test_what_discord_refuses_as_messages_goes_as_a_file() -> None:
    draft = Draft()
    draft.push("Hello")
    draft.end("", ())
    draft.only_file()
    assert play(draft) == [Attach("Hello")]


def test_the_messages_of_a_text_that_goes_as_a_file_say_so_and_have_no_cursor() -> None:
    draft = Draft(layout=Layout(in_file="in the file"))
    draft.push(STORY[:3000])
    play(draft)
    draft.only_file()
    draft.push("and")
    assert play(draft) == []
    draft.end("facts", (Control.REGENERATE,))
    note = Edit(0, 1, "-# in the file", None)
    assert play(draft, first_id=3) == [Attach(STORY[:3000] + "and"), note, Delete(2)]
    assert draft.message_ids == (1, 3)


def test_where_nothing_more_may_be_sent_the_last_message_says_so_and_no_file_follows() -> None:
    draft = Draft(layout=Layout(2, in_file="in the file"))
    draft.push(STORY[:1000])
    play(draft)
    draft.push(STORY[1000:])
    assert isinstance(draft.step(), Post | Edit)
    draft.curtail("Not here.")
    (step,) = play(draft)
    assert isinstance(step, Edit)
    assert step.text.endswith("\n-# Not here.")
    assert "in the file" not in step.text
    assert step.controls == (Control.RETRY,)
    shown = step.text.removesuffix("\n-# Not here.")
    assert draft.seen.split() == shown.split()
    assert draft.text == STORY


def test_all_of_a_text_is_seen_unless_it_was_curtailed() -> None:
    draft = Draft()
    draft.push(STORY[:3000])
    play(draft)
    assert draft.seen == STORY[:3000]
    draft.curtail("Not here.")
    assert draft.seen == STORY[:3000]


def test_a_message_that_was_deleted_is_not_edited_and_the_others_are() -> None:
    draft = Draft()
    draft.push(STORY[:3000])
    play(draft)
    assert draft.drop({1})
    draft.curtail("Stopped.")
    assert [step.index for step in play(draft) if isinstance(step, Edit)] == [1]
    assert not draft.drop({2})


def test_a_repeated_post_is_followed_by_an_edit() -> None:
    draft = Draft()
    draft.push("Hello")
    step = draft.step()
    assert isinstance(step, Post)
    draft.done(step, 1, certain=False)
    assert draft.behind
    assert play(draft) == [Edit(0, 1, f"Hello {CURSOR}", (Control.STOP,))]


def test_asking_for_the_step_twice_changes_nothing() -> None:
    draft = Draft()
    draft.push("Hello")
    assert draft.step() == draft.step()
