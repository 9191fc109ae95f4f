"""Can a window be opened here? Asked before Qt is, because Qt ends the whole program where it cannot."""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def why_no_window() -> str:
    """Why no window can be opened; empty where one can. Other systems than Linux always have a screen."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "there is no display here"
    missing = _missing_library()
    if missing:
        return f"Qt cannot open a window here ({missing}; `make install` installs it)"
    return "" if _x_server_answers() else f"the display {display} does not answer"


def _missing_library() -> str:
    """What the loader says when Qt's plugin for X11 lacks one of the system's libraries."""
    package = find_spec("PySide6")
    if package is None or package.origin is None:
        return ""
    plugin = Path(package.origin).parent / "Qt/plugins/platforms/libqxcb.so"
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error) if plugin.exists() else ""
    return ""


def _x_server_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers
