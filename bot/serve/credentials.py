"""Rasa's credentials file: the guarded channels in it are served beside our own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.errors import SettingsError
from bot.yaml_files import UnusableFile, read_yaml


def named_channels(file: Path) -> tuple[str, ...]:
    """The classes named in the file, without loading them. Raises SettingsError where one of
    Rasa's own names would carry raw text past the privacy boundary."""
    try:
        entries = read_yaml(file)
    except UnusableFile as error:  # its words may repeat a secret
        raise SettingsError(
            f"{error.place}: cannot be read; mend it, or check QINGTING_CREDENTIALS."
        ) from error
    if entries is None:
        return ()
    if not isinstance(entries, Mapping):
        raise SettingsError(f"{file.name}: must map channels to their credentials.")
    for name in entries:
        if "." not in str(name):
            raise SettingsError(
                f"{file.name}: {name} is Rasa's own channel and would bypass storing, privacy and "
                "people; name a guarded class instead (docs/add-a-channel.md)."
            )
    return tuple(map(str, entries))


def guarded_channels(file: Path) -> list[Any]:
    """Made with their credentials, in which ${NAME} stands for an environment variable. Classes
    that are not guarded are ours and are served anyway. Raises SettingsError."""
    from rasa.shared.utils.common import class_from_module_path
    from rasa.shared.utils.io import read_config_file

    from connectors.guard import Guarded

    names, channels = named_channels(file), []
    for name in names:
        try:
            made = class_from_module_path(name)
        except (ImportError, AttributeError) as error:
            raise SettingsError(f"{file.name}: there is no channel {name}.") from error
        if issubclass(made, Guarded):
            channels.append(_made(made, name, file, read_config_file))
        elif not name.startswith("connectors."):
            raise SettingsError(f"{file.name}: {name} is not guarded (docs/add-a-channel.md).")
    return channels


def _made(channel: Any, name: str, file: Path, read: Any) -> Any:
    from rasa.shared.exceptions import RasaException

    try:
        made = channel.from_credentials(read(file)[name])
        made.sender()  # says now that there is no way back
    except (RasaException, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{file.name}: {name} cannot be made ({type(error).__name__}): "
            "check its credentials and that the environment variables in them are set."
        ) from error
    return made
