"""Finding the matter that an address names, for those who may see it; for all others there is none."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.who import Clerk
from fazhi.matters.models import Matter
from fazhi.people.models import Level
from fazhi.people.sight import may_see

NONE = gettext_noop("没有这个办件，或者您无权查看。请核对办件编号。")


def matter_or_404(clerk: Clerk, number: str, level: Level = Level.SEE) -> Matter:
    """Return the matter with this number; 404, and a line in the log of denials, where the person may not see it."""
    numbered = Matter.objects.unscoped("按编号查找，随即核对查看权限").filter(number=number.replace("\0", ""))
    found: Matter | None = numbered.first()
    # A sealed matter is hidden from everybody at the desk, those with a part in it too.
    if found is None or not may_see(clerk.viewer, found, level) or found.sealed:
        raise Http404(_(NONE))
    return found
