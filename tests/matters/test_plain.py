"""Files from before files were sealed: sealed once, opened as before."""

import hashlib
import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from fazhi.matters import shelf
from fazhi.matters.attachments import opened
from fazhi.matters.models import Attachment
from fazhi.matters.plain import missing, plain_files, seal_plain_files
from tests.matters.cast import NOW
from tests.matters.test_attachments import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


def laid_plain(content: bytes, name: str = "") -> Path:
    digest = name or hashlib.sha256(content).hexdigest()
    path = Path(settings.MEDIA_ROOT) / digest[:2] / digest
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def row(matter: UUID, path: Path) -> Attachment:
    made = Attachment(
        matter_id=matter, name="a.png", type="image/png", size=len(PNG), digest=path.name, uploaded_by="qian",
        uploaded_at=NOW,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def test_one_file_of_two_matters_is_sealed_for_each(db: None) -> None:
    path = laid_plain(PNG)
    ids = [row(uuid4(), path).id for _ in range(2)]
    assert missing() == 2
    assert seal_plain_files(NOW) == 1
    assert not path.exists()
    rows = [Attachment.objects.unscoped("测试").get(id=id) for id in ids]
    for one in rows:
        assert b"".join(opened(one)) == PNG
        assert one.digest == hashlib.sha256(shelf.path_of(one.id).read_bytes()).hexdigest()
    assert rows[0].digest != rows[1].digest
    assert (missing(), seal_plain_files(NOW)) == (0, 0)


def test_what_is_not_what_its_name_says_stays_to_be_looked_at() -> None:
    path = laid_plain(io.BytesIO(PNG).getvalue(), "ab" * 32)
    one = row(uuid4(), path)
    assert seal_plain_files(NOW) == 0
    assert list(plain_files()) == [path]
    assert not shelf.path_of(one.id).exists()


def test_a_file_that_belongs_to_no_matter_goes() -> None:
    path = laid_plain(PNG)
    assert seal_plain_files(NOW) == 1
    assert not path.exists()
