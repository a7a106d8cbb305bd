"""The gallery alone, for tests of the components."""

from django.urls import path

from karavan.ui.gallery import gallery

urlpatterns = [path("ui/", gallery)]
