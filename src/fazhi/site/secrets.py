"""Secrets of one installation, made at first use and kept outside the database."""

import os
import secrets
from pathlib import Path


def installation_secret(path: Path) -> str:
    """Return the secret kept in `path`, making a random one (mode 0600) at first use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
