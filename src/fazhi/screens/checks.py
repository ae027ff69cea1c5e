"""Start-up checks of the design system."""

from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.utils.translation import gettext

VENDOR = Path(__file__).parent / "static/vendor"
NEEDED = ("tabler.css", "htmx.min.js", "echarts.min.js", "icons.svg")


def vendored_assets(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Warn where the third-party files were never fetched: pages work, but without their look."""
    missing = [name for name in NEEDED if not (VENDOR / name).is_file()]
    if not missing:
        return []
    what = gettext("缺少界面所用的第三方文件：%(names)s。页面能用，但没有版式。") % {"names": "、".join(missing)}
    return [Warning(what, hint=gettext("请在项目根目录运行：python setup/vendor.py"), id="screens.W001")]
