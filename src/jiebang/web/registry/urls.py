from django.urls import path

from jiebang.web.registry import units

urlpatterns = [
    path("units/", units.mine, name="units"),
    path("units/register/", units.register, name="unit_register"),
    path("units/join/", units.join, name="unit_join"),
    path("units/all/", units.everyone, name="unit_list"),
    path("units/<uuid:pk>/", units.organisation, name="organisation"),
    path("units/<uuid:pk>/archive/", units.archive, name="unit_archive"),
    path("memberships/<uuid:pk>/", units.membership, name="membership"),
]
