"""Addresses of the city diary."""

from django.urls import path

from karavan.office.desk import office_page
from karavan.office.planning.balance import balance_page
from karavan.office.planning.board import board_page
from karavan.office.planning.clashing import clashes_page
from karavan.office.planning.dates import dates_page
from karavan.office.planning.days import Days
from karavan.office.planning.moving import move_page, try_page
from karavan.office.planning.plans import Plans

urlpatterns = [
    *Plans().urls(),
    *Days().urls(),
    path("office/diary/", office_page(board_page), name="office-diary"),
    path("office/diary/balance/", office_page(balance_page), name="office-diary-balance"),
    path("office/diary/clashes/", office_page(clashes_page), name="office-diary-clashes"),
    path("office/diary/dates/", office_page(dates_page), name="office-diary-dates"),
    path("office/diary/move/", office_page(move_page), name="office-diary-move"),
    path("office/diary/try/", office_page(try_page), name="office-diary-try"),
]
