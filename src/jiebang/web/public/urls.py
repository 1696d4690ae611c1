from django.urls import path

from jiebang.web.public import challenge, home, listing, papers, rules, subscribe, verify

urlpatterns = [
    path("", home.home, name="home"),
    path("challenges/", listing.challenge_list, name="challenge_list"),
    path("challenges.atom", listing.feed, name="challenge_feed"),
    path("challenges/<uuid:pk>/", challenge.challenge, name="challenge"),
    path("challenges/<uuid:pk>/ask/", challenge.ask, name="question_ask"),
    path("challenges/<uuid:pk>/follow/", challenge.follow, name="challenge_follow"),
    path("challenges/<uuid:pk>/print/", papers.printed, name="challenge_print"),
    path("challenges/<uuid:pk>.pdf", papers.pdf, name="challenge_pdf"),
    path("challenges/<uuid:pk>.ics", papers.calendar, name="challenge_ics"),
    path("questions/<uuid:pk>/", challenge.question, name="question"),
    path("subscribe/", subscribe.subscribe, name="subscribe"),
    path("subscribe/<slug:token>/", subscribe.confirm, name="subscription_confirm"),
    path("subscribe/<slug:token>/end/", subscribe.end, name="subscription_end"),
    path("rules/", rules.rules, name="rules"),
    path("verify/", verify.verify, name="verify"),
    path("help/", verify.help_page, name="help"),
]
