"""The divisions are read at set-up, before there is anything to configure."""

import subprocess
import sys


def test_set_up_reads_them_without_django() -> None:
    code = "import fazhi.people.divisions, sys; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
