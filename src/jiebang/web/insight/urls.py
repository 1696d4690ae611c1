"""Addresses of the figures and of the view that links project, platform, talent and money."""

from django.urls import path

from jiebang.web.insight import exports, views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/export/<slug:form>/", exports.figures, name="figures_export"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/export/<slug:form>/", exports.figure, name="figure_export"),
    path("allocation/", views.allocation, name="allocation"),
]
