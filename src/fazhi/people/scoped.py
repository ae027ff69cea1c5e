"""Managers of records about people's affairs: a query that names no viewer does not run."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from fazhi.people.models import ObjectKind
from fazhi.people.sight import visible
from fazhi.people.viewers import Viewer

M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A query for people's records named neither a viewer nor a reason: use `.for_viewer(viewer)`."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            _(
                "对“%(what)s”的查询没有说明是谁在看。"
                "请用 .for_viewer(viewer)；确需查看全部的后台任务用 .unscoped(理由)。"
            )
            % {"what": model._meta.verbose_name}
        )


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that can be built upon freely but read only for a viewer, or for a stated reason."""

    _scope: str = ""

    def for_viewer(self, viewer: Viewer, **narrower: Any) -> Self:
        """Return the rows the viewer may see; `level=`, `at=` as in `sight.visible`."""
        field = getattr(self.model, "sight_field", "id")
        kind = getattr(self.model, "sight_kind", ObjectKind.MATTER)
        unit = getattr(self.model, "sight_unit", "")
        return self._scoped(
            viewer.label, visible(self, viewer, object_field=field, kind=kind, unit_field=unit, **narrower)
        )

    def unscoped(self, reason: str) -> Self:
        """Return the rows with no regard to sight; ValueError without a reason. Never for a page or an answer."""
        if not reason.strip():
            raise ValueError(_("不按权限查询必须说明理由，例如“重建统计”。"))
        return self._scoped(reason, self.all())

    def _scoped(self, scope: str, rows: Any) -> Self:
        rows._scope = scope
        return rows  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone

    def _check(self) -> None:
        if not self._scope:
            raise UnscopedQuery(self.model)

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """Iterate without keeping the rows; refused without a viewer."""
        self._check()
        return super().iterator(chunk_size)

    def count(self) -> int:
        """Count the rows; refused without a viewer, for a count tells too."""
        self._check()
        return super().count()

    def exists(self) -> bool:
        """Say whether there is any row; refused without a viewer."""
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Aggregate the rows; refused without a viewer."""
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **values: Any) -> int:
        """Update the rows; refused without a viewer or a reason."""
        self._check()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows; refused without a viewer or a reason."""
        self._check()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Serve as a subquery; refused without a viewer, else a join would be a way round."""
        self._check()
        return super().resolve_expression(*args, **kwargs)


class ScopedManager(models.Manager[M]):
    """The default manager of every model that holds a matter's id: `Model.objects.for_viewer(viewer)`."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        """Return rows that cannot be read yet."""
        return ScopedQuerySet(self.model, using=self._db)

    def for_viewer(self, viewer: Viewer, **narrower: Any) -> ScopedQuerySet[M]:
        """Return the rows the viewer may see; `level=`, `at=` as in `sight.visible`."""
        return self.get_queryset().for_viewer(viewer, **narrower)

    def unscoped(self, reason: str) -> ScopedQuerySet[M]:
        """Return all rows for a stated reason."""
        return self.get_queryset().unscoped(reason)


class Sighted(models.Model):
    """A row that belongs to an object of sight; `sight_field` names the column with the object's UUID.

    `sight_unit` names the column, if any, with the unit that holds the object and has a grant in force as long as it
    does: whoever writes such a row must see to that.
    """

    sight_field: ClassVar[str] = "id"
    sight_unit: ClassVar[str] = ""
    sight_kind: ClassVar[ObjectKind] = ObjectKind.MATTER

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True
