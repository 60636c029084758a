"""What stands in an encrypted database: every page of the file, free ones too, and every frame of the log beside it."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT = 4096, 80, 16


def decrypted_page(page: bytes, key: bytes, *, first: bool) -> bytes:
    """One page of SQLCipher 4 with a raw key: AES-256-CBC; its end holds 16 bytes of IV and an HMAC."""
    body, nonce = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(nonce)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def decrypted_file(path: Path, key: bytes) -> bytes:
    content = path.read_bytes()
    pages = (content[start : start + PAGE] for start in range(0, len(content), PAGE))
    return b"".join(decrypted_page(page, key, first=number == 0) for number, page in enumerate(pages))


def decrypted_log(path: Path, key: bytes) -> bytes:
    """The write-ahead log: 32 bytes of head, then frames of 24 bytes (page number first) and a page."""
    log = path.with_name(path.name + "-wal")
    content = log.read_bytes()[32:] if log.exists() else b""
    found = []
    for start in range(0, len(content), 24 + PAGE):
        number = int.from_bytes(content[start : start + 4], "big")
        found.append(decrypted_page(content[start + 24 : start + 24 + PAGE], key, first=number == 1))
    return b"".join(found)
