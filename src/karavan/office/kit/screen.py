"""One kind of record as a screen of the office: list, detail, create, edit, history, removal.

A screen says what its records are, who may see and change them, and which actions change them. Everything
else is the kit's: the state of a list lives in its link, an edit is merged with what others changed
meanwhile, a record out of reach is a 404.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from karavan.kernel.actions import unit_of_work
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import editing, extras
from karavan.office.kit.bulk import BulkAction
from karavan.office.kit.columns import Column, body
from karavan.office.kit.filters import AnyFilter
from karavan.office.kit.listing import Listing
from karavan.people.models import Organisation
from karavan.ui.parts import Fact, Link

Text = str | Promise


@dataclass(frozen=True)
class Tab:
    """A part of a record's page with an address of its own."""

    label: Text
    url: str
    current: bool = False


class CrudView:
    """See the head of this module. Class attributes describe the screen, methods are its rules."""

    name: ClassVar[str]
    """Part of addresses (``/office/<name>/``) and of the names of addresses (``office-<name>``, …)."""
    model: ClassVar[type[Model]]
    title: ClassVar[Text]
    one: ClassVar[Text]
    icon: ClassVar[str] = "list"
    lead: ClassVar[Text] = ""
    columns: Sequence[Column] = ()
    filters: Sequence[AnyFilter] = ()
    bulk: Sequence[BulkAction] = ()
    """Actions with several rows (:mod:`karavan.office.kit.bulk`)."""
    search: Sequence[str] = ("name",)
    ordering: Sequence[str] = ("name",)
    page_size: int = 50
    form_class: type[Form] | None = None
    fieldsets: Sequence[tuple[Text, Sequence[str]]] = ()
    """Groups of the form's fields with their headings; () shows them in one."""
    has_origins: ClassVar[bool] = False
    """Whether tables fill records of this kind, so that each of its fields has a source and a lock."""
    list_template = "office/kit/list.html"
    detail_template = "office/kit/detail.html"
    form_template = "office/kit/form.html"

    # What a screen says of itself.

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """Records the person may see."""
        raise NotImplementedError

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """Records the person may change."""
        raise NotImplementedError

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Those of an organisation and of what lies below it."""
        return rows

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what the columns need."""
        return rows

    def may_create(self, desk: Desk) -> bool:
        """Whether the person may add a record here."""
        return self.form_class is not None and (desk.editing.everything or bool(desk.editing.paths))

    def heading(self, record: Any) -> str:
        """What a record is called on its page."""
        return str(record)

    def public_url(self, record: Any) -> str:
        """Where residents see it; "" where they do not."""
        return ""

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """What the page of a record tells first."""
        return []

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """More context for the page of a record."""
        return {}

    def tabs(self, desk: Desk, record: Any) -> list[Tab]:
        """Further parts of a record's page, between the first and its history."""
        return []

    def looked_at(self, desk: Desk, records: Sequence[Any], where: str) -> None:
        """Hears which records are shown (``where``: "list", "page", "file"): screens of people note it."""

    def history_subjects(self, record: Any) -> list[tuple[str, list[int]]]:
        """Whose lines of the journal its history shows."""
        return [(self.model._meta.label_lower, [record.pk])]

    def bulk_actions(self) -> list[BulkAction]:
        """All actions with several rows: the screen's own, and removal where it can remove."""
        return [*self.bulk, *extras.more_actions(self)]

    def may_see_history(self, desk: Desk, record: Any) -> bool:
        """Whether the history, with drafts of long ago, is this person's business: not a guest's."""
        return desk.seeing.everything or bool(desk.seeing.paths)

    def form(self, desk: Desk, record: Any | None, data: Any = None, files: Any = None) -> Form:
        """The form of a record; of a new one where it is None."""
        assert self.form_class is not None
        initial = self.initial(desk, record) if record is not None else self.suggested(desk)
        form = self.form_class(data, files, initial=initial)
        self.prepare(desk, form, record)
        return form

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """Narrow the choices of a form to what the person may use."""

    def initial(self, desk: Desk, record: Any) -> dict[str, Any]:
        """Values of a record by field of the form; by default the attributes of the same names."""
        assert self.form_class is not None
        return {name: getattr(record, name) for name in self.form_class.base_fields}

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """Values to begin a new record with; ``?field=value`` of the address is heard too."""
        query = desk.request.GET
        return {name: query[name] for name in self.form_class.base_fields if name in query}  # type: ignore[union-attr]

    def create(self, desk: Desk, values: dict[str, Any]) -> Any:
        """Create a record by its room's action. Raises Invalid by field, NotAllowed, Conflict."""
        raise NotImplementedError

    def update(self, desk: Desk, record: Any, values: dict[str, Any]) -> Any:
        """Write the changed fields by the room's actions. Raises as :meth:`create`."""
        raise NotImplementedError

    remove: Any = None
    """``remove(desk, record)``: put a record in the trash; None where this kind of record stays."""

    # Addresses.

    def urls(self) -> list[URLPattern]:
        """The addresses of the screen."""
        here = f"office/{self.name}/"
        named = f"office-{self.name}"
        pages = [
            path(here, office_page(self.list_page), name=named),
            path(f"{here}<int:pk>/", office_page(self.detail_page), name=f"{named}-detail"),
            path(f"{here}<int:pk>/history/", office_page(self.history_page), name=f"{named}-history"),
        ]
        if self.form_class is not None:
            pages += [
                path(f"{here}new/", office_page(self.new_page), name=f"{named}-new"),
                path(f"{here}<int:pk>/edit/", office_page(self.edit_page), name=f"{named}-edit"),
            ]
        if self.remove is not None:
            pages.append(
                path(f"{here}<int:pk>/remove/", office_page(self.remove_page), name=f"{named}-remove")
            )
        return [*pages, *extras.urls(self, here, named)]

    def url(self, page: str = "", record: Any | None = None) -> str:
        """The address of a page: "" the list, "new", "detail", "edit", "history" or "remove"."""
        named = f"office-{self.name}-{page}" if page else f"office-{self.name}"
        return reverse(named, args=[record.pk] if record is not None else [])

    # Pages.

    def listing(self, desk: Desk) -> Listing:
        """What the list is asked for."""
        return Listing.read(desk.request.GET, desk, self.filters, self.columns)

    def rows(self, desk: Desk, listing: Listing) -> QuerySet[Any]:
        """All rows that the list is about, in its order."""
        rows = self.visible(desk)
        if desk.organisation is not None and not listing.everywhere:
            rows = self.within(rows, desk.organisation)
        rows = listing.narrow(rows, self.filters, self.search)
        return self.listed(rows).order_by(*listing.order(self.columns, self.ordering))

    def list_page(self, desk: Desk, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        begin = extras.detour(self, desk, request)
        if begin:
            return redirect(begin)
        listing = self.listing(desk)
        page = Paginator(self.rows(desk, listing), self.page_size).get_page(listing.page)
        self.looked_at(desk, list(page), "list")
        shown = listing.shown(self.columns)
        address = self.url()
        more = extras.list_context(self, desk, listing)
        detail = reverse(f"office-{self.name}-detail", args=[0]).removesuffix("0/")
        context = {
            "screen": self,
            "title": self.title,
            "listing": listing,
            "page": page,
            "total": page.paginator.count,
            "columns": extras.headings(listing, shown, address),
            "body": body(
                shown, ((row, f"{detail}{row.pk}/") for row in page), chooses=bool(more["bulk_actions"])
            ),
            "pills": extras.pills(self, desk, listing, address),
            "asking": extras.asking(self, desk, listing),
            "choosable": [(column, column in shown) for column in self.columns[1:]],
            "may_create": self.may_create(desk),
            "new_url": self.url("new") if self.form_class is not None else "",
            **extras.pages(listing, page, address),
            **more,
        }
        return render(request, desk, self.list_template, context)

    def get(self, desk: Desk, pk: int) -> Any:
        """A record the person may see, else 404."""
        return get_object_or_404(self.listed(self.visible(desk)), pk=pk)

    def get_editable(self, desk: Desk, pk: int) -> Any:
        """A record the person may change; 404 where they may not even see it, NotAllowed where only that."""
        found = self.editable(desk).filter(pk=pk).first()
        if found is not None:
            return found
        if self.visible(desk).filter(pk=pk).exists():
            raise NotAllowed(_("You may look at this record, but not change it."))
        raise Http404

    def may_edit(self, desk: Desk, record: Any) -> bool:
        """Whether the person may change a record, asked once a request."""
        key = (self.name, record.pk)
        if key not in desk.editable:
            desk.editable[key] = self.is_editable(desk, record)
        return desk.editable[key]

    def is_editable(self, desk: Desk, record: Any) -> bool:
        """What :meth:`editable` says of one record; a rule of its room may say it cheaper."""
        return self.editable(desk).filter(pk=record.pk).exists()

    def record_context(self, desk: Desk, record: Any, current: str) -> dict[str, Any]:
        """What every page of a record has: heading, way, tabs, what may be done."""
        may_edit = self.may_edit(desk, record)
        origins = reverse("office-origins", args=[self.name, record.pk]) if self.has_origins else ""
        history = [Tab(_("History"), self.url("history", record), current == "history")]
        return {
            "screen": self,
            "record": record,
            "title": self.heading(record),
            "crumbs": [Link(str(self.title), self.url()), Link(self.heading(record))],
            "tabs": [
                Tab(_("Overview"), self.url("detail", record), current == "detail"),
                *self.tabs(desk, record),
                *([Tab(_("Where it comes from"), origins)] if may_edit and origins else ()),
                *(history if self.may_see_history(desk, record) else ()),
            ],
            "may_edit": may_edit,
            "edit_url": self.url("edit", record) if may_edit and self.form_class is not None else "",
            "remove_url": self.url("remove", record) if may_edit and self.remove is not None else "",
            "public_url": self.public_url(record),
        }

    def detail_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
        """A record."""
        record = self.get(desk, pk)
        self.looked_at(desk, [record], "page")
        context = self.record_context(desk, record, "detail") | {"facts": self.facts(desk, record)}
        return render(request, desk, self.detail_template, context | self.detail(desk, record))

    def history_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponse:
        """Who changed a record, when and how."""
        record = self.get(desk, pk)
        if not self.may_see_history(desk, record):
            raise NotAllowed(_("You may look at this record, but not at its history."))
        context = self.record_context(desk, record, "history")
        return render(request, desk, "office/kit/history.html", context | extras.history(self, desk, record))

    def new_page(self, desk: Desk, request: HttpRequest) -> HttpResponseBase:
        """A form for a new record."""
        if not self.may_create(desk):
            raise NotAllowed(_("You may not add a record here."))
        form = self.form(desk, None, *editing.sent(request))
        if form.is_bound and form.is_valid():
            try:
                record = self.create(desk, form.cleaned_data)
            except (Invalid, Conflict, NotAllowed) as error:
                # A choice that this person may not make is told at the form: what was typed stays.
                editing.show(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(self.url("detail", record))
        context = {
            "screen": self,
            "title": self.one,
            "crumbs": [Link(str(self.title), self.url()), Link(_("New"))],
            "form": form,
            "groups": editing.groups(form, self.fieldsets),
            "back_url": self.url(),
        }
        return render(request, desk, self.form_template, context)

    def edit_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form of a record; two people's changes are merged."""
        record = self.get_editable(desk, pk)
        form = self.form(desk, record, *editing.sent(request))
        clashes: list[editing.ShownClash] = []
        if form.is_bound and form.is_valid():
            try:
                with unit_of_work():
                    locked = self.model._default_manager.select_for_update().get(pk=record.pk)
                    merged = editing.merge_form(form, self.initial(desk, locked), request.POST)
                    if not merged.clashes and merged.mine:
                        self.update(desk, locked, merged.mine)
            except self.model.DoesNotExist:  # type: ignore[attr-defined]
                raise Http404 from None
            except (Invalid, Conflict, NotAllowed) as error:
                editing.show(form, error)
            else:
                if not merged.clashes:
                    editing.tell(request, form, merged)
                    return redirect(self.url("detail", record))
                clashes = editing.shown_clashes(form, merged, extras.last_change(self, record))
        context = self.record_context(desk, record, "edit") | {
            "form": form,
            "groups": editing.groups(form, self.fieldsets),
            "base": editing.base_of(form, clashes),
            "clashes": clashes,
            "back_url": self.url("detail", record),
        }
        return render(request, desk, self.form_template, context)

    def remove_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask, then put a record in the trash."""
        record = self.get_editable(desk, pk)
        problem = ""
        if request.method == "POST":
            try:
                trashed = self.remove(desk, record)
            except (Invalid, Conflict) as error:
                problem = str(error)
            else:
                extras.tell_removed(request, self.heading(record), trashed)
                return redirect(self.url())
        elif request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        context = self.record_context(desk, record, "remove") | {"problem": problem}
        return render(request, desk, "office/kit/remove.html", context)
