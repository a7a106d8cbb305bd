"""What everybody gets at every address of the office by GET; a column a persona of walking.PERSONAS.

o a page, f refused as not allowed, n not found, m not by GET, s to the sign-in page, r led elsewhere, g gone.
"""

# nobody, off, stranger, gate, cashier, stock, statistician, guest, editor, director, neighbour_editor,
# neighbour, head, coordinator
GROUPS: dict[str, str] = {
    "gggggggggggggg": """
        office/notices/stop/<str:token>/
    """,
    "mmmmmmmmmmmmmm": """
        office/hygiene/<int:pk>/measure/
        office/hygiene/<int:pk>/site/
        office/hygiene/gaps/<int:pk>/answer/
        office/duplicates/<str:kind>/<int:first>/<int:second>/apart/
        office/imports/<int:pk>/again/
        office/imports/<int:pk>/allow/
        office/imports/<int:pk>/cancel/
        office/imports/<int:pk>/confirm/
        office/imports/<int:pk>/mend/
        office/invitations/<int:pk>/resend/
        office/invitations/<int:pk>/revoke/
        office/notices/mute/
        office/notices/read/
        office/notices/settings/channels/
        office/notices/settings/connect/
        office/notices/settings/hours/
        office/notices/settings/push/
        office/notices/settings/unmute/
        office/origins/<str:kind>/<int:pk>/lock/
        office/sign-in/demo/<int:pk>/
        office/sign-in/outside/
        office/sign-out/
        office/switch/
        office/places/<int:pk>/closings/restore/
        office/trash/<int:pk>/restore/
        office/holds/<int:pk>/confirm/
        office/holds/<int:pk>/release/
    """,
    "nnnnnnnnnnnnnn": """
        office/invitation/<str:token>/
        office/sign-in/outside/back/
    """,
    "oooooooooooooo": """
        office/sw.js
    """,
    "oorrrrrrrrrrrr": """
        office/sign-in/
    """,
    "ssfffffffffffo": """
        office/account/help/
        office/benefits/new/
        office/districts/<int:pk>/edit/
        office/districts/new/
    """,
    "ssffffffffffoo": """
        office/account/again/factor/
    """,
    "ssffffffffffrr": """
        office/account/again/letter/
        office/account/again/passkey/
        office/account/again/password/
    """,
    "ssfffffffofofo": """
        office/invitations/new/
        office/journal/
    """,
    "ssffffffoooofo": """
        office/days/new/
        office/plans/new/
        office/assets/new/
        office/events/last-year/
        office/events/new/
        office/organisations/new/
        office/places/new/
        office/programmes/new/
    """,
    "ssfoooofoooooo": """
        office/districts/<int:pk>/history/
    """,
    "ssmmmmmmmmmmmm": """
        office/days/<int:pk>/confirm/
        office/plans/<int:pk>/again/
        office/plans/<int:pk>/drop/
        office/plans/<int:pk>/event/
        office/account/outside/unlink/
        office/account/sessions/<int:pk>/end/
        office/account/sessions/end-others/
        office/calendar/<int:organisation_id>/releases-only/
        office/events/<int:pk>/copy/
        office/events/paste/
    """,
    "ssnffffnfffffo": """
        office/benefits/<int:pk>/edit/
        office/benefits/<int:pk>/end/
        office/benefits/<int:pk>/renew/
    """,
    "ssnffffnfonnfo": """
        office/calendar/<int:organisation_id>/<str:month>/release/
        office/programmes/<int:pk>/release/
    """,
    "ssnffffnoofffo": """
        office/days/<int:pk>/edit/
        office/days/<int:pk>/remove/
    """,
    "ssnffffnoonnfo": """
        office/plans/<int:pk>/edit/
        office/plans/<int:pk>/remove/
        office/assets/<int:pk>/edit/
        office/assets/<int:pk>/hold/
        office/assets/<int:pk>/remove/
        office/events/<int:pk>/dates/
        office/events/<int:pk>/dates/<int:session_pk>/
        office/events/<int:pk>/do/<slug:verb>/
        office/events/<int:pk>/edit/
        office/events/<int:pk>/remove/
        office/holds/<int:pk>/change/
        office/hygiene/gaps/<int:pk>/aside/
        office/organisations/<int:pk>/edit/
        office/organisations/<int:pk>/remove/
        office/organisations/<int:pk>/rename/
        office/places/<int:pk>/access/new/
        office/places/<int:pk>/closings/new/
        office/places/<int:pk>/edit/
        office/places/<int:pk>/heritage/
        office/places/<int:pk>/holds/new/
        office/places/<int:pk>/photos/<int:photo>/remove/
        office/places/<int:pk>/relocate/
        office/places/<int:pk>/remove/
        office/places/<int:pk>/rename/
        office/programmes/<int:pk>/edit/
        office/programmes/<int:pk>/remove/
    """,
    "ssnffffnrrnnfr": """
        office/places/<int:pk>/access/new/<int:step>/
        office/places/<int:pk>/access/new/check/
        office/places/<int:pk>/closings/reopen/
    """,
    "ssnmmmmnmmnnmm": """
        office/programmes/<int:pk>/back/
        office/programmes/<int:pk>/send/
    """,
    "ssnnnnnnnnnnnn": """
        office/days/bulk/<int:pk>/
        office/days/export/
        office/diary/move/
        office/diary/try/
        office/plans/bulk/<int:pk>/
        office/plans/export/
        office/hygiene/bulk/<int:pk>/
        office/hygiene/export/
        office/account/codes/
        office/account/codes/file/
        office/account/passkeys/<int:pk>/name/
        office/account/passkeys/<int:pk>/remove/
        office/assets/bulk/<int:pk>/
        office/assets/export/
        office/benefits/bulk/<int:pk>/
        office/benefits/export/
        office/districts/bulk/<int:pk>/
        office/districts/export/
        office/events/bulk/<int:pk>/
        office/events/export/
        office/imports/<int:pk>/errors/
        office/invitations/bulk/<int:pk>/
        office/invitations/export/
        office/notices/<int:pk>/
        office/organisations/bulk/<int:pk>/
        office/organisations/export/
        office/people/bulk/<int:pk>/
        office/people/export/
        office/places/bulk/<int:pk>/
        office/places/export/
        office/programmes/bulk/<int:pk>/
        office/programmes/export/
        office/share/
    """,
    "ssnnnnnnnnnnno": """
        office/duplicates/<str:kind>/<int:first>/<int:second>/
    """,
    "ssnnnnnnnnnnoo": """
        office/account/app/remove/
    """,
    "ssnnnnnnnonnno": """
        office/people/<int:pk>/role/<int:role>/end/
        office/substitutions/<int:pk>/end/
    """,
    "ssnnnnnnnonnoo": """
        office/invitations/<int:pk>/
        office/invitations/<int:pk>/history/
        office/people/<int:pk>/
        office/people/<int:pk>/history/
    """,
    "ssnnnnnnnonnfo": """
        office/people/<int:pk>/away/
        office/people/<int:pk>/role/
    """,
    "ssnnnnnnnfnnfo": """
        office/people/<int:pk>/edit/
        office/people/<int:pk>/off/
        office/people/<int:pk>/on/
    """,
    "ssnnnnnnoonnno": """
        office/imports/<int:pk>/
        office/imports/<int:pk>/progress/
        office/origins/<str:kind>/<int:pk>/
        office/share/<int:pk>/end/
    """,
    "ssnnnnnnoooono": """
        office/imports/new/<str:kind>/
        office/imports/template/<str:kind>/
    """,
    "ssnnnnnnrrnnnr": """
        office/imports/<int:pk>/undo/
    """,
    "ssnoooonooffoo": """
        office/days/<int:pk>/history/
    """,
    "ssnoooonoonnoo": """
        office/plans/<int:pk>/
        office/plans/<int:pk>/history/
        office/assets/<int:pk>/
        office/assets/<int:pk>/history/
        office/events/<int:pk>/
        office/events/<int:pk>/history/
        office/events/<int:pk>/preview/
        office/holds/<int:pk>/
        office/hygiene/<int:pk>/
        office/hygiene/<int:pk>/history/
        office/organisations/<int:pk>/
        office/organisations/<int:pk>/history/
        office/places/<int:pk>/
        office/places/<int:pk>/access/
        office/places/<int:pk>/closings/
        office/places/<int:pk>/history/
        office/places/<int:pk>/holds/
        office/places/<int:pk>/hours/
        office/places/<int:pk>/photos/
        office/programmes/<int:pk>/
        office/programmes/<int:pk>/history/
    """,
    "ssnoooonoooooo": """
        office/days/<int:pk>/
        office/benefits/<int:pk>/
        office/benefits/<int:pk>/events/
        office/benefits/<int:pk>/history/
    """,
    "ssoooooooooooo": """
        office/days/
        office/days/views/
        office/diary/
        office/diary/balance/
        office/diary/clashes/
        office/diary/dates/
        office/plans/
        office/plans/views/
        office/hygiene/
        office/
        office/account/
        office/account/codes/new/
        office/account/passkeys/add/
        office/account/password/
        office/assets/
        office/assets/views/
        office/benefits/
        office/benefits/unconfirmed/
        office/benefits/views/
        office/broken/
        office/calendar/
        office/calendar/plan.pdf
        office/calendar/plan.xlsx
        office/checks/
        office/districts/
        office/districts/<int:pk>/
        office/districts/views/
        office/duplicates/
        office/events/
        office/events/views/
        office/find/
        office/halls/
        office/imports/
        office/invitations/
        office/invitations/views/
        office/me/
        office/me/away/
        office/me/name/
        office/menu/
        office/notices/
        office/notices/settings/
        office/organisations/
        office/hygiene/views/
        office/organisations/views/
        office/people/
        office/people/views/
        office/places/
        office/places/views/
        office/programmes/
        office/programmes/views/
        office/shared/
        office/trash/
    """,
    "ssoooooooooorr": """
        office/account/app/
    """,
    "ssrrrrrrrrrrrr": """
        office/days/bulk/
        office/plans/bulk/
        office/account/again/letter/code/
        office/account/second-factor/
        office/assets/bulk/
        office/benefits/bulk/
        office/districts/bulk/
        office/events/bulk/
        office/invitations/bulk/
        office/hygiene/bulk/
        office/organisations/bulk/
        office/people/bulk/
        office/places/bulk/
        office/programmes/bulk/
        office/sign-in/code/
        office/sign-in/factor/
        office/sign-in/passkey/
    """,
}

EXPECTED = {address: row for row, addresses in GROUPS.items() for address in addresses.split()}
"""The row of every address by its pattern."""
