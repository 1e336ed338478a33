"""A small bot for the page's tests: it answers a mention and grows its reply when it is told to."""

import asyncio
import io
from typing import Any

import discord
from discord import app_commands

FIRST = "Let me think"
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
_KOREAN = {"settings": "설정", "show": "보기", "Who is this": "누구예요"}


class Form(discord.ui.Modal, title="Feedback"):
    words: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="What was wrong?")

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"Noted: {self.words.value}", ephemeral=True)


class Controls(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Stop", style=discord.ButtonStyle.danger)
    async def end(
        self, interaction: discord.Interaction[Any], _button: "discord.ui.Button[Controls]"
    ) -> None:
        await interaction.response.edit_message(content="Stopped.", view=None)

    @discord.ui.button(label="Feedback")
    async def feedback(
        self, interaction: discord.Interaction[Any], _button: "discord.ui.Button[Controls]"
    ) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        placeholder="Model",
        options=[
            discord.SelectOption(label="small", description="Quick, and often wrong"),
            discord.SelectOption(label="large", description="Slow, and less often wrong"),
        ],
    )
    async def pick(
        self, interaction: discord.Interaction[Any], menu: "discord.ui.Select[Controls]"
    ) -> None:
        await interaction.response.send_message(f"Now {menu.values[0]}.")

    @discord.ui.select(
        cls=discord.ui.RoleSelect,
        placeholder="Roles",
        min_values=0,
        max_values=5,
        custom_id="roles",
    )
    async def roles(
        self, interaction: discord.Interaction[Any], _menu: "discord.ui.RoleSelect[Controls]"
    ) -> None:
        chosen: Any = interaction.data
        await interaction.response.send_message(f"{chosen['values']}")


class Pictures(discord.ui.LayoutView):
    def __init__(self) -> None:
        super().__init__()
        pictures = [
            discord.MediaGalleryItem("attachment://one.svg", description="The first"),
            discord.MediaGalleryItem("attachment://two.svg"),
            discord.MediaGalleryItem("https://example.com/three.png", description="Elsewhere"),
        ]
        thumbnail = discord.ui.Thumbnail["Pictures"]("attachment://one.svg", description="Small")
        self.add_item(discord.ui.Section("Some pictures", accessory=thumbnail))
        self.add_item(discord.ui.MediaGallery(*pictures))
        self.add_item(discord.ui.File("attachment://note.txt"))


class Korean(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return _KOREAN.get(string.message) if locale is discord.Locale.korean else None


class Helper(discord.Client):
    """Replies to mentions; `grow` gives the reply its next text."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(intents=intents, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_greet)
        self.tree.add_command(_explain)
        self.tree.add_command(_who)
        self.tree.add_command(_settings)
        self.tree.add_command(_pictures)
        self.reply: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.heard: list[str] = []

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Korean())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.heard.append(message.content)
        if self.user in message.mentions or message.guild is None:
            await self.reply.put(await message.reply(FIRST, view=Controls()))

    async def grow(self, *texts: str) -> None:
        """Edit the newest reply, once for each text."""
        message = await self.reply.get()
        for text in texts:
            await message.edit(content=text)
        self.reply.put_nowait(message)


@app_commands.command(name="greet", description="Says hello")
@app_commands.describe(who="Whom to greet", tone="How to say it")
async def _greet(interaction: discord.Interaction[Any], who: str, tone: str = "warm") -> None:
    await interaction.response.send_message(f"{tone}: hello {who} ({interaction.locale})")


@_greet.autocomplete("tone")
async def _tones(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    offered = ("formal", "friendly", f"as to {interaction.namespace.who}")
    return [app_commands.Choice(name=each, value=each) for each in offered if typed in each]


@app_commands.context_menu(name="Explain")
async def _explain(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.send_message(f"It says: {message.content}", ephemeral=True)


@app_commands.context_menu(name="Who is this")
async def _who(interaction: discord.Interaction[Any], user: discord.Member) -> None:
    await interaction.response.send_message(f"This is {user.display_name}.", ephemeral=True)


@app_commands.command(name="pictures", description="Shows pictures")
async def _pictures(interaction: discord.Interaction[Any]) -> None:
    names = ("one.svg", "two.svg", "note.txt")
    files = [discord.File(io.BytesIO(DOT), name) for name in names]
    await interaction.response.send_message(view=Pictures(), files=files)


_settings = app_commands.Group(name="settings", description="What holds here")


@_settings.command(name="show", description="Shows what holds here")
async def _show(interaction: discord.Interaction[Any], again: str = "") -> None:
    await interaction.response.defer()
    await interaction.edit_original_response(content="All is set.")
    if again:
        await interaction.edit_original_response(content="All is set again.")
