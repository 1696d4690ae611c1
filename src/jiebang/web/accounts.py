"""Sign-in through allauth: e-mail and password, second factors, our user's name and phone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiebang.platform import clock
from jiebang.platform.accounts import actions


class SignupForm(forms.Form):
    """What we ask beside e-mail and password."""

    display_name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Mobile phone"), max_length=20, required=False)

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth after the user is saved; the adapter has taken the fields."""


class Adapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.username = user.email.lower()
        user.display_name = form.cleaned_data["display_name"]
        user.phone = form.cleaned_data.get("phone", "")
        if commit:
            with transaction.atomic():
                user.save()
                actions.record_registration(user.pk, now=clock.now())
        return user
