"""Every setting of the environment is on its page, and does what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT

SETTINGS = ROOT / "src" / "fazhi" / "site" / "settings.py"
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
SHOW = """
from fazhi.site import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER)
"""


def test_every_variable_is_documented_and_no_other() -> None:
    read = set(re.findall(r'environ\.get\(\s*"(\w+)"', SETTINGS.read_text("utf-8")))
    rows = "\n".join(line for line in PAGE.split("\n\n`FAZHI_VAR` 里有什么")[0].splitlines() if line.startswith("| `"))
    first_cells = "".join(line.split("|")[1] for line in rows.splitlines())
    assert set(re.findall(r"`(\w+)`", first_cells)) == read


def shown(tmp_path: Path, **more: str) -> str:
    environ = {**os.environ, "FAZHI_VAR": str(tmp_path), **more}
    done = subprocess.run([sys.executable, "-c", SHOW], env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_behind_https_cookies_are_for_https_only_and_the_proxy_is_believed(tmp_path: Path) -> None:
    assert shown(tmp_path, FAZHI_HTTPS="1") == "True True ('HTTP_X_FORWARDED_PROTO', 'https')"
    assert shown(tmp_path, FAZHI_HTTPS="") == "False False None"
