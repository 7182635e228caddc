"""Who uses the pages, and what they may do.

Used on one machine, nobody needs an account: the address that `outspoken serve` opens signs the
machine's user in. Shared, people have accounts with one of four roles, each of which may do what
the one before may: read; code sentences; edit engagements, letters and verdicts; administer.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROLES = ("reader", "coder", "editor", "administrator")
ATTEMPTS = 8
"""Wrong passwords for one name before it has to wait."""
WAIT = 900
"""Seconds."""


def set_role(user: User, role: str) -> None:
    """Give an account one role instead of any other."""
    from django.contrib.auth.models import Group

    group, _ = Group.objects.get_or_create(name=role)
    user.groups.set([group])


def log_account(action: str, name: str, before: str | None, after: str | None) -> None:
    """Write a change of an account into the log of changes."""
    from outspoken.desk.models import Change

    Change.objects.create(
        by=getpass.getuser(), action=action, subject=name, before=before, after=after
    )


def role_of(user: Any) -> str:
    """An account's role; "" for nobody."""
    if not getattr(user, "is_authenticated", False):
        return ""
    held = getattr(user, "_outspoken_role", None)
    if held is None:
        names = set(user.groups.values_list("name", flat=True))
        held = next((role for role in reversed(ROLES) if role in names), ROLES[0])
        user._outspoken_role = held
    return str(held)


def may(user: Any, role: str) -> bool:
    """Whether an account has this role or a higher one."""
    held = role_of(user)
    return bool(held) and ROLES.index(held) >= ROLES.index(role)


def needs(role: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for accounts with this role or a higher one."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, role):
                raise PermissionDenied(f"Your account may not do this: it needs the role {role}.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def local_user() -> User:
    """The account of the machine's user, made on first use; it has no password."""
    from django.contrib.auth.models import User

    name = getpass.getuser()[:150]
    user, new = User.objects.get_or_create(username=name)
    if new:
        user.set_unusable_password()
        user.save()
    if new or not user.groups.exists():
        set_role(user, "administrator")
    return user


def has_accounts() -> bool:
    """Whether anyone can sign in with a password."""
    from django.contrib.auth.models import User

    return any(user.has_usable_password() for user in User.objects.filter(is_active=True))


@login_not_required
def enter(request: HttpRequest) -> HttpResponse:
    """The address that opens the pages on this machine, once."""
    from django.contrib.auth import login

    from outspoken.web import at_hand
    from outspoken.web.errors import said
    from outspoken.web.secrets import spend_entry

    token = request.GET.get("token", "")
    if token and spend_entry(at_hand.workspace(), token):
        login(request, local_user(), backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect("/")
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    return said(
        request,
        "This address has been used. Start 'outspoken serve' again: it opens a new one.",
        403,
    )


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with name and password; many wrong ones for a name make it wait."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check a name and its password."""
        from django.core.cache import cache

        from outspoken.web.errors import said

        key = f"sign-in:{request.POST.get('username', '')[:150].casefold()}"
        if cache.get(key, 0) >= ATTEMPTS:
            return said(request, "Too many wrong passwords for this name: wait 15 minutes.", 429)
        response: HttpResponse = super().post(request, *args, **kwargs)
        if response.status_code == HttpResponseRedirect.status_code:
            cache.delete(key)
        else:
            cache.set(key, cache.get(key, 0) + 1, WAIT)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how to come in where there are no accounts."""
        return {**super().get_context_data(**kwargs), "accounts": has_accounts()}
