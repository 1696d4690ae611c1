"""Addresses of the review room."""

from django.urls import path

from jiebang.web.review import (
    compare,
    defence,
    experts,
    fees,
    group,
    invitation,
    panels,
    pool_import,
    reviews,
)

urlpatterns = [
    path("panels/", panels.panel_list, name="panels"),
    path("panels/convene/", panels.convene, name="panel_convene"),
    path("panels/<uuid:pk>/", panels.panel, name="panel"),
    path("panels/<uuid:pk>/masks/", panels.masks, name="panel_masks"),
    path("panels/<uuid:pk>/result/", panels.result, name="panel_result"),
    path("panels/<uuid:pk>/fees/", fees.fees, name="panel_fees"),
    path("panels/<uuid:pk>/fees/export/", fees.export, name="panel_fees_export"),
    path("verify/draw/<uuid:pk>/", panels.verify, name="verify_draw"),
    path("verify/draw/<uuid:pk>/<int:number>.json", panels.transcript, name="draw_transcript"),
    path("reviews/", reviews.desk, name="reviews"),
    path("reviews/seat/<uuid:pk>/", reviews.seat, name="seat"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/sheet.pdf", reviews.sheet_pdf, name="review_pdf"),
    path("reviews/seat/<uuid:pk>/compare/", compare.compare, name="seat_compare"),
    path("defences/<uuid:pk>/", defence.session, name="defence"),
    path("defences/<uuid:pk>/timer/", defence.timer, name="defence_timer"),
    path("hearings/<uuid:pk>/", defence.hearing, name="hearing"),
    path("hearings/<uuid:pk>/<slug:name>/", defence.turn, name="hearing_turn"),
    path("ballots/<uuid:pk>/", defence.ballot, name="ballot"),
    path("ballots/<uuid:pk>/sheet.pdf", defence.ballot_pdf, name="ballot_pdf"),
    path("opinions/<uuid:pk>/", group.opinion, name="consensus"),
    path("opinions/<uuid:pk>/opinion.pdf", group.opinion_pdf, name="consensus_pdf"),
    path("voices/<uuid:pk>/", group.voice, name="voice"),
    path("verify/draw/<uuid:pk>/defence/", defence.lots, name="defence_lots"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("experts/", experts.expert_list, name="experts"),
    path("experts/import/", pool_import.upload, name="pool_upload"),
    path("experts/import/<uuid:file>/", pool_import.preview, name="pool_import"),
    path("experts/register/", experts.register, name="expert_register"),
    path("experts/<uuid:pk>/", experts.expert, name="expert"),
    path("experts/<uuid:pk>/edit/", experts.edit, name="expert_edit"),
]
