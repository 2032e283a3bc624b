"""The address of a server that several PCs share."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from coach.errors import BadRequest

_DRIVERS: Final = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mariadb+pymysql",
    "mariadb": "mariadb+pymysql",
}
_OPTIONS: Final = frozenset(
    {
        *("host", "port", "unix_socket"),
        *("sslmode", "sslrootcert", "sslcert", "sslkey"),
        *("ssl_ca", "ssl_cert", "ssl_key", "ssl_check_hostname"),
    }
)
"""What may stand behind the question mark: where the server is, and how it proves itself."""
_EXPECTED: Final = "postgresql://USER:PASSWORD@HOST/DATABASE, mariadb://..."
CONNECT_ARGUMENTS: Final[dict[str, dict[str, Any]]] = {
    "postgresql": {"connect_timeout": 5, "options": "-c statement_timeout=120000"},
    "mariadb": {
        "connect_timeout": 5,
        "read_timeout": 120,
        "write_timeout": 120,
        "charset": "utf8mb4",
    },
}
"""Of the drivers; seconds and milliseconds until a silent server is given up."""


def server_url(text: str) -> URL:
    """The address of a server from what somebody typed.

    Raises:
        BadRequest: not such an address; the message holds nothing of it but its beginning, a
            password stays out of sight.
    """
    try:
        url = make_url(text.strip())
        driver = _DRIVERS[url.get_backend_name()]
        port = url.port
    except (ArgumentError, KeyError, ValueError):
        raise BadRequest("server", _EXPECTED, text.strip().split(":")[0][:20] or "–") from None
    local = "host" in url.query or "unix_socket" in url.query
    if not url.database or not (url.host or local) or not _OPTIONS.issuperset(url.query):
        raise BadRequest("server", _EXPECTED, f"{url.get_backend_name()}://…")
    return url.set(drivername=driver, port=port)


def server_name(url: URL) -> str:
    """What a server is called in messages and logs: no account, no password."""
    return f"{url.host or 'localhost'}/{url.database}"
