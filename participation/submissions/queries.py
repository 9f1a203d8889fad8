"""Reading opinions for their senders; what everybody may read stands in ``queries_answers``."""

from casework.models import FileOrigin
from library.models import FileState, PrivateFile
from participation.submissions.models import Submission

# An opinion may be merged into one that is merged in its turn; longer chains are a mistake.
MAX_MERGES = 5


def code_of(number: str) -> tuple[int, str] | None:
    """Return the row and the stored hash of a number's query code, None for an unknown number."""
    return Submission.objects.filter(case__number=number).values_list("pk", "code_hash").first()


def own_submission(pk: int) -> Submission | None:
    """Return an opinion for its sender, with all that the status page names."""
    related = ("case__congress", "station", "deputy", "consultation", "published_copy")
    rows = Submission.objects.select_related(*related).defer("name", "contact", "contact_digest")
    return rows.filter(pk=pk).first()


def sent_with(number: str) -> Submission | None:
    """Return a just stored opinion for its receipt."""
    related = ("case__congress", "station", "deputy", "consultation")
    return Submission.objects.select_related(*related).filter(case__number=number).first()


def own_photos(submission: Submission) -> list[PrivateFile]:
    """Return the photos that came with the opinion, and no file that the office added to the case later."""
    files = PrivateFile.objects.filter(
        case_file__case_id=submission.case_id, case_file__origin=FileOrigin.SENDER
    )
    return list(files.order_by("case_file__added_at", "case_file__id"))


def shared_files(submission: Submission) -> list[PrivateFile]:
    """Return what the office lets the sender open, as far as it has passed every check."""
    files = PrivateFile.objects.filter(
        state=FileState.CLEAN,
        case_file__case_id=submission.case_id,
        case_file__origin=FileOrigin.OFFICE,
        case_file__for_sender=True,
        case_file__removed_at__isnull=True,
    )
    return list(files.order_by("case_file__added_at", "case_file__id"))


def merged_into(submission: Submission) -> list[Submission]:
    """Return the opinions this one is now answered with, nearest first."""
    chain: list[Submission] = []
    seen = {submission.pk}
    pk = submission.merged_into_id
    while pk is not None and pk not in seen and len(chain) < MAX_MERGES:
        seen.add(pk)
        following = Submission.objects.select_related("case").get(pk=pk)
        chain.append(following)
        pk = following.merged_into_id
    return chain


def answered_by(submission: Submission) -> list[Submission]:
    """Return the opinions that were merged into this one, and into those: its answer is theirs too.

    Only the senders who want to hear of it; the others find the answer on the query page.
    """
    found: list[Submission] = []
    level = [submission.pk]
    for _step in range(MAX_MERGES):
        merged = Submission.objects.filter(merged_into__in=level)
        found += merged.exclude(notify_by="").select_related("case__congress").order_by("pk")
        level = list(merged.values_list("pk", flat=True))
        if not level:
            break
    return found
