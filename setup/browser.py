"""装上浏览器测试所用的 Chromium 和中文字体 / install the Chromium and the Chinese fonts of the browser tests.

    python setup/browser.py

On Debian and Ubuntu, as root, from the system's own packages; elsewhere it says what to install and what is left out.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "fonts-noto-cjk"]
LEFT_OUT = """\
没有装浏览器：{reason}。
  少了什么：tests/browser/ 的测试会逐项跳过并说明原因；其余测试照常运行。
  怎么办：请管理员安装 {packages}，或者运行 playwright install chromium。
No browser was installed; the tests in tests/browser/ will be skipped, each with its reason. All others run.
"""


def main() -> int:
    """Install the browser where that is possible; never fail the set-up for want of it."""
    if shutil.which("chromium") and has_chinese_font():
        print("浏览器和中文字体都已就绪。Browser and Chinese fonts are there.")
        return 0
    reason = why_not()
    if not reason:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
        for command in (["apt-get", "update"], install):
            if subprocess.run(command, env=environment, check=False).returncode:  # noqa: S603
                reason = f"{' '.join(command[:2])} 没有成功"
                break
    if reason:
        print(LEFT_OUT.format(reason=reason, packages="、".join(PACKAGES)), file=sys.stderr)
    return 0


def why_not() -> str:
    """Return why packages cannot be installed here, or nothing."""
    if not shutil.which("apt-get"):
        return "这台机器没有 apt-get"
    if os.geteuid() != 0:
        return "需要 root 权限"
    return ""


def has_chinese_font() -> bool:
    """Say whether some font here can write Chinese; without one every picture shows empty boxes."""
    if not shutil.which("fc-list"):
        return False
    command = ["fc-list", ":lang=zh-cn", "family"]
    return bool(subprocess.run(command, capture_output=True, check=False).stdout.strip())  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
