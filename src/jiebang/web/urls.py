"""Every page's address. The rooms keep their own; here is how they hang together."""

from django.urls import include, path

from jiebang.web import act, demo_bar, display, styleguide

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("display/", display.choose, name="display"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("demo/become/", demo_bar.become, name="demo_become"),
    path("demo/advance/", demo_bar.advance, name="demo_advance"),
    path("act/<slug:life>/<uuid:pk>/<slug:name>/", act.act, name="act"),
    path("", include("jiebang.web.desk.urls")),
    path("", include("jiebang.web.registry.urls")),
    path("", include("jiebang.web.programme.urls")),
    path("", include("jiebang.web.review.urls")),
    path("", include("jiebang.web.delivery.urls")),
    path("", include("jiebang.web.insight.urls")),
    path("", include("jiebang.web.public.urls")),
]
