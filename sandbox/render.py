"""Things as Discord writes them in JSON."""

from typing import Any

from sandbox.errors import Json
from sandbox.model import Attachment, Channel, Guild, Member, Message, MessageKind, User
from sandbox.snowflakes import iso

_USER_FLAGS = 0


def user(account: User) -> Json:
    """Give a user object."""
    return {
        "id": str(account.id),
        "username": account.name.lower(),
        "global_name": None if account.bot else account.name,
        "discriminator": "0",
        "avatar": None,
        "public_flags": _USER_FLAGS,
        "flags": _USER_FLAGS,
        "bot": account.bot,
        "primary_guild": None,
    }


def member(joined: Member, *, with_user: bool = True) -> Json:
    """Give a guild member object; inside a message it stands without its user."""
    body: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": iso(joined.joined),
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [str(role.id) for role in joined.roles if role.position],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        body["user"] = user(joined.user)
    return body


def channel(place: Channel, bot: User) -> Json:
    """Give a channel object of the fitting kind."""
    if place.is_thread:
        return _thread(place, bot)
    if place.guild is None:
        return _private_channel(place)
    return _guild_channel(place, bot)


def attachment(file: Attachment) -> Json:
    """Give an attachment object."""
    body: Json = {
        "id": str(file.id),
        "filename": file.filename,
        "size": file.size,
        "content_type": file.content_type,
        "url": file.url,
        "proxy_url": file.url,
    }
    if file.description is not None:
        body["description"] = file.description
    return body


def message(shown: Message, bot: User, *, quoting: bool = True) -> Json:
    """Give a message object as REST has it, with the message it replies to if *quoting*."""
    now = shown.now
    body: Json = {
        "id": str(shown.id),
        "channel_id": str(shown.channel.id),
        "type": int(shown.kind),
        "author": user(shown.author),
        "content": now.content,
        "timestamp": iso(shown.born),
        "edited_timestamp": iso(now.wall) if len(shown.versions) > 1 else None,
        "mentions": [user(each) for each in now.mentions.users],
        "mention_roles": [str(each) for each in now.mentions.roles],
        "mention_everyone": now.mentions.everyone,
        "attachments": [attachment(each) for each in now.attachments],
        "embeds": list(now.embeds),
        "components": list(now.components),
        "flags": int(now.flags),
        "pinned": False,
        "tts": False,
    }
    _add_rare_parts(body, shown, bot)
    if shown.reference_id is not None:
        _add_reference(body, shown, bot, quoting=quoting)
    return body


def gateway_message(shown: Message, bot: User) -> Json:
    """Give a message object as the gateway sends it, with guild and members."""
    body = message(shown, bot)
    server = shown.channel.guild
    if server is not None:
        body["guild_id"] = str(server.id)
        author = server.members.get(shown.author.id)
        if author is not None:
            body["member"] = member(author, with_user=False)
        _add_members(body["mentions"], server)
    return body


def without_content(body: Json) -> Json:
    """Give a message as a bot without the message content intent sees it."""
    bare: dict[str, Any] = {"content": "", "embeds": [], "attachments": [], "components": []}
    return {**body, **bare}


def reactions(shown: Message, bot: User) -> list[Json]:
    """Give the reaction counts of a message."""
    return [
        {
            "emoji": emoji(name),
            "count": len(users),
            "count_details": {"burst": 0, "normal": len(users)},
            "burst_colors": [],
            "me_burst": False,
            "me": bot in users,
        }
        for name, users in shown.reactions.items()
        if users
    ]


def emoji(name: str) -> Json:
    """Give a partial emoji; a custom one is written ``name:id``."""
    title, _, number = name.partition(":")
    return {"id": number or None, "name": title}


def _add_rare_parts(body: Json, shown: Message, bot: User) -> None:
    if shown.nonce is not None:
        body["nonce"] = shown.nonce
    if shown.origin is not None:
        body["application_id"] = body["webhook_id"] = str(bot.id)
        body["interaction_metadata"] = shown.origin
    if shown.thread is not None:
        body["thread"] = channel(shown.thread, bot)
    if any(shown.reactions.values()):
        body["reactions"] = reactions(shown, bot)


def _add_reference(body: Json, shown: Message, bot: User, *, quoting: bool) -> None:
    reference: Json = {
        "type": 0,
        "message_id": str(shown.reference_id),
        "channel_id": str(shown.channel.id),
    }
    if shown.channel.guild is not None:
        reference["guild_id"] = str(shown.channel.guild.id)
    body["message_reference"] = reference
    if quoting and shown.kind is not MessageKind.DEFAULT:
        body["referenced_message"] = _quoted(shown.reference, bot)


def _quoted(quoted: Message | None, bot: User) -> Json | None:
    if quoted is None or quoted.deleted_at is not None:
        return None
    return message(quoted, bot, quoting=False)


def _add_members(mentions: list[Json], server: Guild) -> None:
    for mention in mentions:
        mentioned = server.members.get(int(mention["id"]))
        if mentioned is not None:
            mention["member"] = member(mentioned, with_user=False)


def _place(shown: Channel) -> Json:
    last = shown.last_message_id
    return {
        "id": str(shown.id),
        "type": int(shown.kind),
        "flags": 0,
        "last_message_id": None if last is None else str(last),
    }


def _guild_channel(shown: Channel, bot: User) -> Json:
    denial = {"id": str(bot.id), "type": 1, "allow": "0", "deny": str(int(shown.denied))}
    return {
        **_place(shown),
        "guild_id": str(shown.guild_id),
        "name": shown.name,
        "position": 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "permission_overwrites": [denial] if shown.denied else [],
    }


def thread_member(thread: Channel, user_id: int) -> Json:
    """Give the membership of somebody in a thread."""
    return {
        "id": str(thread.id),
        "user_id": str(user_id),
        "join_timestamp": iso(thread.joined[user_id]),
        "flags": 0,
    }


def _thread(shown: Channel, bot: User) -> Json:
    body: Json = {
        **_place(shown),
        "guild_id": str(shown.guild_id),
        "parent_id": str(shown.parent.id) if shown.parent else None,
        "name": shown.name,
        "owner_id": str(shown.owner.id) if shown.owner else "0",
        "rate_limit_per_user": 0,
        "message_count": len(shown.held),
        "total_message_sent": len(shown.held) + len(shown.deleted),
        "member_count": len(shown.joined),
        "thread_metadata": {
            "archived": shown.archived,
            "archive_timestamp": iso(shown.created),
            "auto_archive_duration": shown.auto_archive,
            "locked": shown.locked,
            "create_timestamp": iso(shown.created),
        },
    }
    if bot.id in shown.joined:
        body["member"] = thread_member(shown, bot.id)
    return body


def _private_channel(shown: Channel) -> Json:
    recipients = [] if shown.owner is None else [user(shown.owner)]
    return {**_place(shown), "recipients": recipients}
