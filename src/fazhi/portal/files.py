"""Several files in one field, and what a draft remembers of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from fazhi.matters.attachments import told
from fazhi.portal import waiting
from fazhi.portal.drafts import OpenDraft
from fazhi.procedure import Refused

MOST_FILES = 9
ACCEPTED = "image/jpeg,image/png,image/webp,video/mp4,.pdf,.docx,.xlsx,.txt"


class FilesInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to nine; what each is, is told by its content when it is kept."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files; nothing for none."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("一次最多 %(most)s 个文件，请分几次补充。") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in files]


def add_files(draft: OpenDraft, files: Iterable[UploadedFile[Any]]) -> list[str]:
    """Keep the files and note them in the draft; return what was wrong with those that were not taken."""
    content, wrong = draft.content, []
    for file in files:
        if len(content.photos) >= MOST_FILES:
            wrong.append(_("最多 %(most)s 个，“%(name)s”没有收下。") % {"most": MOST_FILES, "name": file.name})
            continue
        try:
            taken = told(str(file.name), file)  # type: ignore[arg-type]
        except Refused as refused:
            wrong.append(str(refused))
        else:
            waiting.put(draft.id, draft.key, taken.id, file)  # type: ignore[arg-type]
            content.photos.append({"id": taken.id.hex, "name": taken.name, "type": taken.type, "size": taken.size})
    return wrong


def drop_file(draft: OpenDraft, id: str) -> None:
    """Take a file out of the draft."""
    for photo in draft.content.photos:
        if photo["id"] == id:
            waiting.drop(draft.id, UUID(id))
    draft.content.photos = [photo for photo in draft.content.photos if photo["id"] != id]
