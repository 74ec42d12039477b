"""Encrypts people's words before they reach a table. The key is a setting and never in the database."""

from __future__ import annotations

from typing import Final, Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Cipher(Protocol):
    def seal(self, words: str) -> bytes: ...

    def open(self, sealed: bytes | None) -> str:
        """The words; empty for nothing. Raises UnreadableError if no key of ours sealed them."""


_OTHER_KEY: Final = "sealed with a key that isn't among the settings' keys"


class UnreadableError(RuntimeError):
    """The words were sealed with another key."""


class BadKeyError(ValueError):
    """A key that is none."""


class FernetCipher:
    """The first key seals, every key opens: put a new one in front to rotate."""

    def __init__(self, keys: list[str]) -> None:
        try:
            self._keys = [Fernet(key) for key in keys]
            self._fernet = MultiFernet(self._keys)
        except ValueError as error:
            raise BadKeyError(
                "an encryption key is 32 bytes in URL-safe base64; make one with: app.py doctor --new-key"
            ) from error

    def seal(self, words: str) -> bytes:
        return self._fernet.encrypt(words.encode())

    def open(self, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise UnreadableError(_OTHER_KEY) from error

    @property
    def number(self) -> int:
        """How many keys there are."""
        return len(self._keys)

    def key_of(self, sealed: bytes) -> int:
        """Which key opens it, the first being 0. Raises UnreadableError if none does."""
        for number, key in enumerate(self._keys):
            try:
                key.decrypt(sealed)
            except InvalidToken:
                continue
            return number
        raise UnreadableError(_OTHER_KEY)

    def renew(self, sealed: bytes) -> bytes:
        """The same words, sealed with the first key. Raises UnreadableError."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise UnreadableError(_OTHER_KEY) from error


def new_key() -> str:
    return Fernet.generate_key().decode()
