"""Reading and writing the one kind of file this room uses: a JSON header and plain number arrays.

The file is a NumPy `.npz` without pickles. It may come from anywhere, so nothing in it is believed:
each member is looked at before it is unpacked, its declared shape has to fit its size (a small file
cannot ask for a large memory), object arrays are refused, and the header is parsed as JSON only.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outspoken.errors import InputError

FORMAT = 1
LARGEST = 400_000_000
"""No member may unpack to more bytes."""
MEMBERS = 8
KINDS_OF_NUMBER = ("<f2", "<f4", "|u1")

Arrays = dict[str, NDArray[Any]]


def write(path: Path, kind: str, header: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Write header and arrays whole or not at all."""
    from outspoken.durable import write_whole

    text = json.dumps({"format": FORMAT, "kind": kind, **header}, ensure_ascii=False)
    content = io.BytesIO()
    members = {"header": np.frombuffer(text.encode(), dtype=np.uint8), **arrays}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, array in members.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            # A fixed date, so that the same training gives the same bytes.
            bundle.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), 8)
    write_whole(path, content.getvalue())


def read(content: bytes, name: str, kind: str) -> tuple[dict[str, Any], Arrays]:
    """Header and arrays of a file's bytes.

    Raises:
        InputError: not such a file, of another kind or format, damaged, or out of proportion.
    """
    try:
        arrays = _members(content)
        header = json.loads(arrays.pop("header").tobytes().decode())
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        KeyError,
        EOFError,
        OSError,
        RecursionError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise InputError(name, f"cannot be read ({error})", _mend(kind)) from None
    if not isinstance(header, dict) or header.get("kind") != kind:
        raise InputError(name, f"is no {kind} file", _mend(kind))
    if header.get("format") != FORMAT:
        raise InputError(name, "is of another version's format", _mend(kind))
    return header, arrays


def _mend(kind: str) -> str:
    if kind == "embeddings":
        return "make it again with tools/make_embeddings.py"
    return "make it again with 'outspoken train'"


def _members(content: bytes) -> Arrays:
    arrays: Arrays = {}
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        members = bundle.infolist()
        if len(members) > MEMBERS:
            raise ValueError("too many members")
        for member in members:
            if member.file_size > LARGEST:
                raise ValueError(f"member {member.filename} is too large")
            with bundle.open(member) as stream:
                # One byte more than declared shows a member that lies about its size.
                data = stream.read(member.file_size + 1)
            if len(data) != member.file_size:
                raise ValueError(f"member {member.filename} is not of its declared size")
            arrays[member.filename.removesuffix(".npy")] = _array(data)
    return arrays


def _array(data: bytes) -> NDArray[Any]:
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError("array of an unknown version")
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.str not in KINDS_OF_NUMBER or by_column or len(shape) > 2:
        raise ValueError("array of a kind that is not used here")
    at = stream.tell()
    if any(n < 0 for n in shape) or math.prod(shape) * dtype.itemsize != len(data) - at:
        raise ValueError("array whose shape does not fit its size")
    return np.frombuffer(data, dtype=dtype, offset=at).reshape(shape)
