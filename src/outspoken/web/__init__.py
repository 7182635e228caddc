"""The pages: read, review, search, see. A Django project over one workspace.

`open_workspace` makes a workspace the one that all pages of this process show. The rooms inside
(`review`, `letters`, `codebook`, `start`) bring their own `urls.py`; `urls.py` takes in those that
are there.

What a room uses: `page.page(request, template, content, rows=..., extra=...)` answers with a page or
with its JSON or CSV twin; `at_hand.workspace()`, `.codebook()`, `.world()`; `accounts.needs("coder")`
guards a view and `request.user.username` is the `by` of its decisions (views need a signed-in user
unless marked `login_not_required`); templates extend `base.html` (blocks title, head, main) and have
the tags of `templatetags/outspoken.py` without loading them. Scripts and styles are static files:
nothing of either may stand in a page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outspoken.workspace import Workspace

SETTINGS = "outspoken.web.settings"


def setup() -> None:
    """Make Django ready with the pages' settings; does nothing where it is ready.

    Must come before `outspoken.desk.connect` in a process that serves pages: the desk's own, smaller
    settings know no accounts and no sessions.
    """
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def open_workspace(workspace: Workspace) -> None:
    """Show this workspace on all pages of this process: its desk, its key, its tables."""
    setup()
    from django.conf import settings

    from outspoken import desk
    from outspoken.web import at_hand, secrets

    desk.connect(workspace.desk_path)
    settings.SECRET_KEY = secrets.key_of(workspace)
    at_hand.show(workspace)
