"""RSA test keys made at run time from the seed, so that two sandboxes with one seed sign alike.

The key generator of ``cryptography`` takes no seed, hence primes from a hash chain: good for tests, never for more.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from itertools import count

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PURPOSES = {"furs": 2048, "fina": 2048, "pt": 1024}
"""Key length in bits: 2048 for cash registers, 1024 for Portugal, whose signature must have 172 characters."""
_EXPONENT = 65537
_SMALL_PRIMES = tuple(number for number in range(3, 2000) if all(number % low for low in range(2, number)))
_WITNESSES = (2, 3, 5, 7, 11, 13)


def _hash_chain(source: str) -> Iterator[bytes]:
    for index in count():
        yield hashlib.sha256(f"{source}\x1f{index}".encode()).digest()


def _is_prime(number: int) -> bool:
    """Fermat's test on top of small factors: no counterexample of this size is known for random numbers."""
    if any(number % small == 0 for small in _SMALL_PRIMES):
        return False
    return all(pow(witness, number - 1, number) == 1 for witness in _WITNESSES)


def _prime(source: str, bits: int) -> int:
    chain = _hash_chain(source)
    start = int.from_bytes(b"".join(next(chain) for _ in range(bits // 256)), "big")
    number = start | (3 << (bits - 2)) | 1  # both top bits, so that the product has twice the bits
    while (number - 1) % _EXPONENT == 0 or not _is_prime(number):
        number += 2
    return number


@cache
def signing_key(seed: int, purpose: str) -> rsa.RSAPrivateKey:
    """The sandbox's key for ``furs``, ``fina`` or ``pt``; the same for the same seed."""
    bits = PURPOSES[purpose]
    high, low = sorted((_prime(f"{seed}|{purpose}|{name}", bits // 2) for name in "pq"), reverse=True)
    private = pow(_EXPONENT, -1, (high - 1) * (low - 1))
    public = rsa.RSAPublicNumbers(_EXPONENT, high * low)
    numbers = rsa.RSAPrivateNumbers(
        high, low, private, private % (high - 1), private % (low - 1), pow(low, -1, high), public
    )
    return numbers.private_key()


def public_pem(key: rsa.RSAPrivateKey) -> str:
    """The public half as PEM, for whoever wants to verify."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
