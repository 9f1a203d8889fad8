"""Reading export jobs: everybody sees only what they asked for themselves."""

from django.db.models import QuerySet

from accounts.models import User
from exchange.models import ExportJob

MOST_SHOWN = 50


def jobs_of(user: User) -> QuerySet[ExportJob]:
    """Return a person's own jobs, newest first."""
    return ExportJob.objects.filter(maker=user)
