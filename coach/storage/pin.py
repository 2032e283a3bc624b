"""PINs of profiles: kept as argon2 hashes only.

A PIN keeps curious people of one household apart; it does not encrypt the file.
"""

from __future__ import annotations


def hash_pin(pin: str) -> str:
    """What is kept of a PIN. Slow on purpose: a tenth of a second."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(pin)


def check_pin(pin_hash: str, pin: str) -> bool:
    """Whether a PIN is the one that was hashed; False for a hash that makes no sense."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
