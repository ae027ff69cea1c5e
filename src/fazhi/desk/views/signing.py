"""Signing in and out."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from fazhi.people.sessions import ended_because

WRONG = _("账号或者密码不对。请检查后重新输入；连续输错 5 次会暂时锁定。忘记密码请联系本单位系统管理员。")


class SignInForm(AuthenticationForm):
    """Account and password; what is wrong with them is never told apart."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}
    username = forms.CharField(
        label=_("账号"),
        max_length=64,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """The page where staff sign in."""

    template_name = "desk/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add why the last session ended; leave the site's name to the setting, where Django puts the host here."""
        context: dict[str, Any] = super().get_context_data(ended=ended_because(self.request), **more)
        del context["site_name"]
        return context

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Answer 422, so that no cache and no script takes a refusal for a success."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignOut(LogoutView):
    """Signing out: clears the session, and tells the browser to forget what it kept."""

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> Any:
        """Sign out."""
        response = super().post(request, *args, **named)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
