"""Addresses of the review room."""

from django.urls import path

from jiebang.web.review import experts, fees, invitation, panels, pool_import, reviews

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
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("experts/", experts.expert_list, name="experts"),
    path("experts/import/", pool_import.upload, name="pool_upload"),
    path("experts/import/<uuid:file>/", pool_import.preview, name="pool_import"),
    path("experts/register/", experts.register, name="expert_register"),
    path("experts/<uuid:pk>/", experts.expert, name="expert"),
    path("experts/<uuid:pk>/edit/", experts.edit, name="expert_edit"),
]
