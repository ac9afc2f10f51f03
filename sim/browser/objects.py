"""From an object file to a module that browsers load, without a linker.

LLVM writes a WebAssembly object as a whole module whose numbers of functions, types and globals and
whose addresses hold within it, so that a single object can be used as it stands; a linker is for
several. What is missing is which functions are exported. Memory and the stack are imported: whoever
loads the module makes room for them, with data at address 0.

The format is that of the WebAssembly core specification 1.0, chapter 5, and of the tool
conventions ("Object File Linking").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, EXPORT, DATA = 0, 7, 11
AFTER_EXPORT = (8, 9, 10, 11, 12)
SYMBOLS = 8
FUNCTION, SECTION = 0, 3
UNDEFINED, NAMED = 0x10, 0x40
SETTLED = {0, 3, 4, 5, 6, 7}
"""Kinds of relocation whose place holds its last value already where there is one object: numbers
of functions, types and globals, and addresses. Others, such as of tables, would need a linker."""


class NotLinked(ValueError):
    """The object asks for what only a linker can do."""


@dataclass
class Reader:
    """Reads numbers and names from bytes, one after the other."""

    data: bytes
    at: int = 0

    def whole(self) -> int:
        """An unsigned number, seven bits to a byte."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        """A signed number of the same kind."""
        start = self.at
        value = self.whole()
        bits = 7 * (self.at - start)
        return value - (1 << bits) if value >> (bits - 1) else value

    def part(self) -> bytes:
        """As many bytes as a number says."""
        size = self.whole()
        self.at += size
        return self.data[self.at - size : self.at]

    def name(self) -> str:
        """A name."""
        return self.part().decode()

    def byte(self) -> int:
        """A single byte."""
        self.at += 1
        return self.data[self.at - 1]

    @property
    def more(self) -> bool:
        """Whether something is left."""
        return self.at < len(self.data)


def whole(value: int) -> bytes:
    """An unsigned number as bytes."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))


def sized(data: bytes) -> bytes:
    """Bytes after their number."""
    return whole(len(data)) + data


def sections(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and contents of the sections of a module.

    Raises:
        NotLinked: it is no module.
    """
    if not data.startswith(MAGIC):
        raise NotLinked("not a WebAssembly module of version 1")
    reader = Reader(data, len(MAGIC))
    while reader.more:
        number = reader.byte()
        yield number, reader.part()


def customs(data: bytes) -> dict[str, bytes]:
    """Custom sections of a module by name."""
    found = {}
    for number, content in sections(data):
        if number == CUSTOM:
            reader = Reader(content)
            name = reader.name()
            found[name] = content[reader.at :]
    return found


def module_of(data: bytes, exported: Iterable[str], notes: Mapping[str, bytes]) -> bytes:
    """A module from a single object file.

    Args:
        data: the object file.
        exported: names of functions to export.
        notes: custom sections to add.

    Raises:
        NotLinked: a function is not there, or the object needs a linker.
    """
    own = customs(data)
    for name, content in own.items():
        if name.startswith("reloc."):
            _refuse_unsettled(content)
    functions = _functions(own.get("linking", b""))
    if missing := [name for name in exported if name not in functions]:
        raise NotLinked(f"there is no function {missing[0]}")
    exports = whole(len(list(exported))) + b"".join(
        sized(name.encode()) + bytes((FUNCTION,)) + whole(functions[name]) for name in exported
    )
    made = bytearray(MAGIC)
    written = False
    for number, content in sections(data):
        if number == CUSTOM:
            continue
        if number in AFTER_EXPORT and not written:
            made += bytes((EXPORT,)) + sized(exports)
            written = True
        made += bytes((number,)) + sized(content)
    for name, content in notes.items():
        made += bytes((CUSTOM,)) + sized(sized(name.encode()) + content)
    return bytes(made)


def data_end(data: bytes) -> int:
    """Address after the last byte of a module's data."""
    end = 0
    for number, content in sections(data):
        if number == DATA:
            reader = Reader(content)
            for _ in range(reader.whole()):
                # An active segment at a constant address: i32.const, a number, end.
                if reader.whole() != 0 or reader.byte() != 0x41:
                    raise NotLinked("a data segment without a constant address")
                start = reader.signed()
                reader.byte()
                end = max(end, start + len(reader.part()))
    return end


def _refuse_unsettled(content: bytes) -> None:
    reader = Reader(content)
    reader.whole()
    for _ in range(reader.whole()):
        kind = reader.byte()
        reader.whole()
        reader.whole()
        if kind not in SETTLED:
            raise NotLinked(f"a relocation of kind {kind}")
        if kind in (3, 4, 5):
            reader.signed()


def _functions(linking: bytes) -> dict[str, int]:
    """Numbers of the functions that an object defines, by name."""
    reader = Reader(linking)
    reader.whole()
    found: dict[str, int] = {}
    while reader.more:
        kind, content = reader.byte(), Reader(reader.part())
        if kind != SYMBOLS:
            continue
        for _ in range(content.whole()):
            symbol, flags = content.byte(), content.whole()
            if symbol == 1:
                content.name()
                if not flags & UNDEFINED:
                    content.whole(), content.whole(), content.whole()
            elif symbol == SECTION:
                content.whole()
            else:
                number = content.whole()
                if not flags & UNDEFINED or flags & NAMED:
                    name = content.name()
                    if symbol == FUNCTION and not flags & UNDEFINED:
                        found[name] = number
    return found
