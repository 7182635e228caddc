"""Proofs that the archive was in a state by a moment: time stamps after RFC 3161.

    archive/proofs/000123-3f2a9c....state   the manifest's state (hash of its last line), as text
    archive/proofs/000123-3f2a9c....tsq     the request for a time-stamping authority
    archive/proofs/000123-3f2a9c....tsr     the authority's signed answer

The manifest is a chain, so a stamp on its last line covers every line and every byte before it. The
request is made without the network; any authority can answer it. What it signs is the `.state`
file, so anybody can check the answer without this program:

    openssl ts -verify -data X.state -in X.tsr -CAfile roots.pem
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.archive import PROOFS, Archive, Finding
from outspoken.durable import write_whole
from outspoken.errors import InputError, WorkspaceError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

REQUEST = "application/timestamp-query"
LARGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """A time stamp: the state, its line, when the authority signed, and how far it was checked.

    `checked` is "signed under a trusted root" or "not checked against a root".
    """

    state: str
    line: int
    moment: datetime
    authority: str
    checked: str


def prepare(archive: Archive) -> Path:
    """Write the request for a stamp on the archive's present state; returns its path.

    Raises:
        WorkspaceError: there is nothing in the archive yet.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    state, line = archive.state()
    if not line:
        raise WorkspaceError(str(archive.root), "is empty", "add documents first")
    folder = archive.root / PROOFS
    folder.mkdir(exist_ok=True)
    stem = folder / f"{line:06}-{state[:16]}"
    request = stem.with_suffix(".tsq")
    if not request.exists():
        built = (
            TimestampRequestBuilder()
            .data(_stamped(state))
            .hash_algorithm(HashAlgorithm.SHA256)
            .nonce(nonce=True)
            .cert_request(cert_request=True)
            .build()
        )
        write_whole(stem.with_suffix(".state"), _stamped(state))
        write_whole(request, built.as_bytes())
    return request


def take(archive: Archive, answer: bytes, roots: Path | None = None) -> Proof:
    """Check an authority's answer and keep it beside its request.

    Args:
        archive: whose state was stamped.
        answer: the bytes of the answer (.tsr).
        roots: certificates (PEM) of authorities that you trust; without them the stamp is only
            held against the archive, not against a signature that you trust.

    Raises:
        InputError: it is no stamp of a state of this archive, or its signature does not hold.
    """
    response = _decoded(answer)
    imprint = bytes(response.tst_info.message_imprint.message)
    for request in sorted((archive.root / PROOFS).glob("*.tsq")):
        state = request.with_suffix(".state").read_bytes()
        if _sha256(state) == imprint:
            proof = _checked(archive, request.with_suffix(".state"), response, roots)
            write_whole(request.with_suffix(".tsr"), answer)
            return proof
    raise InputError("the time stamp", "is of no state that was asked about here", "ask again")


def proofs(archive: Archive, roots: Path | None = None) -> Iterator[Proof | Finding]:
    """Every stamp that is kept, checked; what does not hold is a finding that names the file."""
    folder = archive.root / PROOFS
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".state", ".tsq", ".tsr") or not path.is_file():
            yield Finding(str(path), "is no proof: the archive did not put it here")
    for path in sorted(folder.glob("*.tsr")):
        try:
            yield _checked(archive, path.with_suffix(".state"), _decoded(path.read_bytes()), roots)
        except (InputError, OSError) as error:
            problem = error.problem if isinstance(error, InputError) else str(error)
            yield Finding(str(path), problem)


def _checked(archive: Archive, state_file: Path, response: Any, roots: Path | None) -> Proof:
    from rfc3161_client import VerificationError, VerifierBuilder

    written = state_file.read_bytes()
    state = written.decode("ascii", "replace").strip()
    info = response.tst_info
    if _sha256(written) != bytes(info.message_imprint.message):
        raise InputError(str(state_file), "is not what the time stamp was made for", "restore it")
    line = next((e["seq"] for e in archive.entries() if e["hash"] == state), 0)
    if not line:
        raise InputError(
            str(archive.manifest),
            f"does not go through the state {state}, stamped {info.gen_time:%Y-%m-%d}: it was"
            " rewritten since",
            "restore it from a copy",
        )
    checked = "not checked against a root"
    if roots is not None:
        builder = VerifierBuilder()
        for certificate in _certificates(roots):
            builder = builder.add_root_certificate(certificate)
        try:
            builder.build().verify(response, _sha256(written))
        except (VerificationError, ValueError) as error:
            raise InputError(
                state_file.with_suffix(".tsr").name,
                f"has a signature that does not hold ({error})",
                "check the roots, or ask another authority",
            ) from None
        checked = "signed under a trusted root"
    moment = info.gen_time
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Proof(state, line, moment, _authority(response), checked)


def _decoded(answer: bytes) -> Any:
    from rfc3161_client import decode_timestamp_response

    if len(answer) > LARGEST_ANSWER:
        raise InputError("the time stamp", "is too large for one", "ask again")
    try:
        response = decode_timestamp_response(answer)
        granted = int(response.status) in (0, 1)
        if granted:
            response.tst_info.message_imprint  # noqa: B018 - a stamp without one is none
    except (ValueError, TypeError) as error:
        raise InputError("the time stamp", f"is none ({error})", "ask again") from None
    if not granted:
        raise InputError("the time stamp", "was refused by the authority", "ask another")
    return response


def _authority(response: Any) -> str:
    from cryptography.x509 import load_der_x509_certificate

    for der in response.signed_data.certificates:
        try:
            return load_der_x509_certificate(der).subject.rfc4514_string()
        except ValueError:
            continue
    return ""


def _certificates(roots: Path) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(str(roots), f"holds no certificate ({error})", "give PEM") from None


def _stamped(state: str) -> bytes:
    return state.encode("ascii") + b"\n"


def _sha256(content: bytes) -> bytes:
    from hashlib import sha256

    return sha256(content).digest()
