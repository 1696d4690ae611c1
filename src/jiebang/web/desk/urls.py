from django.urls import path

from jiebang.web.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("notices-to-me/", views.notices, name="notices"),
    path("record/", views.record, name="record"),
    path("posts/", views.posts, name="posts"),
    path("posts/<int:pk>/", views.person, name="person"),
]
