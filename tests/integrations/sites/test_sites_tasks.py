import pytest
from django_tasks_db.models import DBTaskResult

from factories.people import make_organisation
from factories.places import make_place
from integrations.sites.fixture_site import page
from karavan.hygiene import actions, queries
from karavan.hygiene.enums import SiteState
from karavan.hygiene.models import SiteCheck
from karavan.integrations.sites import tasks
from karavan.kernel.actor import SYSTEM
from karavan.people.enums import FounderLevel

HOME = """<title>Клуб</title><h1>Клуб</h1><a href="/contacts">Контакты</a><a href="/docs">Документы</a>
<a href="/lost">Афиша прошлого года</a><a href="https://vk.com/club">ВК</a><p>Версия для слабовидящих</p>"""


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    settings.SITES, settings.SITES_PAUSE, settings.VAR = True, 0.0, tmp_path


def municipal(website, **given):
    return make_organisation(founder_level=FounderLevel.MUNICIPAL, website=website, **given)


@pytest.mark.django_db
class TestLooks:
    def test_a_site_is_read_and_its_gaps_are_kept(self, site, settings):
        settings.SITES_LOCAL = [site.local]
        site.replies |= {
            "/": page(HOME),
            "/contacts": page("<p>Касса: 263-99-99</p><p>ул. Труда, 94</p>", "cp1251"),
            "/docs": page("<h2>Учредительные документы</h2>"),
        }
        club = municipal(site.url(), phone="263-12-34")
        make_place(organisation=club, address="ул. Труда, 92")
        assert tasks.check_site.func(club.pk) == SiteState.ANSWERED
        found = {one.code: one for one in queries.findings_of(club) if one.by == "site"}
        assert {code: (one.quote, one.recorded) for code, one in found.items()} == {
            "site_phone": ("Касса: 263-99-99", "263-12-34"),
            "site_address": ("ул. Труда, 94", "ул. Труда, 92"),
            "site_links": (f"Афиша прошлого года → {site.url('/lost')} (404)", ""),
        }
        look = SiteCheck.objects.get(organisation=club)
        assert (look.pages, look.state, {host for host, _path in site.asked}) == (3, "answered", {"GET"})
        told = {one["code"]: one["told"] for one in look.results if one["code"] != "site_links"}
        assert [told[code] for code in ("site_vision", "site_docs", "site_tls", "site_prices")] == [
            "good",
            "good",
            "unknown",
            "unknown",
        ]

    def test_a_site_that_leads_inside_is_refused(self, site, settings):
        settings.SITES_LOCAL = [site.local]
        site.replies["/"] = page("", status=302, Location="http://127.0.0.1:1/")
        club = municipal(site.url())
        assert tasks.check_site.func(club.pk) == SiteState.REFUSED
        assert SiteCheck.objects.get(organisation=club).note == "port"

    def test_without_the_setting_this_machine_is_not_asked(self, site):
        club = municipal(site.url())
        assert tasks.check_site.func(club.pk) == SiteState.REFUSED
        assert site.asked == []

    def test_one_that_fails_stops_no_other(self, site, settings):
        settings.SITES_LOCAL = [site.local, "127.0.0.1:1"]
        site.replies["/"] = page(HOME)
        dark = municipal("http://127.0.0.1:1/")
        shared = municipal("https://vk.com/club")
        club = municipal(site.url())
        assert tasks.check_all.func() == 3
        assert tasks.check_all.func() == 0
        for row in DBTaskResult.objects.filter(task_path__endswith="check_site"):
            tasks.check_site.func(*row.args_kwargs["args"])
        states = dict(SiteCheck.objects.values_list("organisation", "state"))
        assert states == {dark.pk: "silent", shared.pk: "refused", club.pk: "answered"}

    def test_asking_queues_a_look(self):
        club = municipal("https://club.example/")
        actions.ask_site_check(actor=SYSTEM, organisation=club)
        assert [
            row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__endswith="check_site")
        ] == [[club.pk]]

    def test_off_asks_nobody(self, settings):
        settings.SITES = False
        club = municipal("https://club.example/")
        assert (tasks.check_all.func(), tasks.check_site.func(club.pk)) == (0, "")
