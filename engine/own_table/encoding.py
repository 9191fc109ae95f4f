"""Which characters the bytes of a file stand for."""

import codecs
from collections.abc import Callable
from typing import BinaryIO

from engine.own_table.refusal import TableError

# What one can choose; the names are Python's.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252 (Western)",
    "latin-1": "Latin-1",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "mac-roman": "Mac Roman",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "euc-kr": "EUC-KR (Korean)",
}
BLOCK = 2**16

# How files begin that are no text, what they are, and what to do.
_NO_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive; save the sheet as CSV, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"),
    (b"\x89PNG", "a PNG picture; choose a table"),
    (b"\xff\xd8\xff", "a JPEG picture; choose a table"),
    (b"GIF8", "a GIF picture; choose a table"),
    (b"%PDF", "a PDF document; choose a table"),
    (b"\x1f\x8b", "compressed by gzip; unpack it"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"PAR1", "a Parquet file; save it as CSV"),
    (b"SQLite format 3", "a database; export the table as CSV"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def detect_encoding(name: str, file: BinaryIO, go_on: Callable[[], object] = lambda: None) -> str:
    """UTF-8 where all bytes are; UTF-16 by its mark or its zeros; else what Windows wrote in the West.

    What is no text at all is refused. `go_on` is called between blocks, and may end the work by raising.
    """
    start = file.read(BLOCK)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    refuse_what_is_no_text(name, start)
    guess = _utf_16(start)
    if guess:
        return guess
    for encoding in ("utf-8-sig", "cp1252"):
        file.seek(0)
        if _fits(file, encoding, go_on):
            return encoding
    return "latin-1"


def refuse_what_is_no_text(name: str, start: bytes) -> None:
    """Refuse what begins like a known kind of file that is not one of text."""
    for mark, what in _NO_TEXT:
        if start.startswith(mark):
            raise TableError(name, f"this is no text but {what}")
    zeros = start.count(0)
    if zeros > len(start) / 2 + 1:
        raise TableError(name, "this is no text: it is full of zeros; choose a table")


def _utf_16(start: bytes) -> str:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    low, high = start[0:4000:2], start[1:4000:2]
    if high and high.count(0) > 0.4 * len(high) and not low.count(0):
        return "utf-16-le"
    if low and low.count(0) > 0.4 * len(low) and not high.count(0):
        return "utf-16-be"
    return ""


def _fits(file: BinaryIO, encoding: str, go_on: Callable[[], object]) -> bool:
    """Whether all bytes are of an encoding. Small blocks: Python's lock is held as long as one is decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            go_on()
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
