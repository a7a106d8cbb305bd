"""Trees by materialised path: ``/12/40/`` is the path of record 40 under record 12."""

from typing import Self, TypeVar

from django.db import models

N = TypeVar("N", bound="TreeNode")


class TreeQuerySet(models.QuerySet[N]):
    """Reads of a tree; one query each."""

    def under(self, node: "TreeNode") -> Self:
        """The node and everything below it."""
        return self.filter(path__startswith=node.path)

    def over(self, node: "TreeNode") -> Self:
        """The node's ancestors, root first, without the node."""
        return self.filter(pk__in=node.ancestor_ids).order_by("path")


class TreeNode(models.Model):
    """A record with a parent of its own kind. ``path`` is kept by :meth:`settle`."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, default="", db_index=True, editable=False)

    class Meta:
        abstract = True

    @property
    def ancestor_ids(self) -> list[int]:
        """Primary keys from the root down to the parent."""
        return [int(step) for step in self.path.split("/") if step][:-1]

    @property
    def lineage_ids(self) -> list[int]:
        """Primary keys from the root down to this record itself."""
        return [int(step) for step in self.path.split("/") if step]

    def settle(self) -> None:
        """Compute and store the path of a saved record, and move everything below it along.

        Raises ValueError when the parent is the record itself or lies below it.
        """
        parent_path = self.parent.path if self.parent is not None else "/"
        if f"/{self.pk}/" in parent_path:
            raise ValueError("a record cannot lie under itself")
        old, new = self.path, f"{parent_path}{self.pk}/"
        if old == new:
            return
        manager = type(self)._default_manager
        if old:
            for node in manager.filter(path__startswith=old).exclude(pk=self.pk):
                node.path = new + node.path.removeprefix(old)
                node.save(update_fields=["path"])
        self.path = new
        manager.filter(pk=self.pk).update(path=new)
