from django.urls import include, path

urlpatterns = [path("", include("jiebang.web.urls"))]

handler400 = "jiebang.web.errors.bad_request"
handler403 = "jiebang.web.errors.forbidden"
handler404 = "jiebang.web.errors.not_found"
handler500 = "jiebang.web.errors.failed"
