"""What the program remembers from one time to the next: a small text file. What is damaged in it is as if not there."""

from PySide6.QtCore import QByteArray, QSettings

from gui.own_folder import named_folder


def settings() -> QSettings:
    """The settings of this user, as an INI file."""
    folder, ini = named_folder(), QSettings.Format.IniFormat
    if folder is not None:
        return QSettings(str(folder / "settings.ini"), ini)
    return QSettings(ini, QSettings.Scope.UserScope, "Gradwalk", "Gradwalk")


def text(name: str) -> str:
    value = settings().value(name, "")
    return value if isinstance(value, str) else ""


def texts(name: str) -> list[str]:
    value = settings().value(name, [])
    # A list of one is read back as its only text.
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]


def data(name: str) -> QByteArray:
    value = settings().value(name)
    return value if isinstance(value, QByteArray) else QByteArray()


def remember(name: str, value: object) -> None:
    """What cannot be written is forgotten; nobody has to do anything about that."""
    settings().setValue(name, value)
