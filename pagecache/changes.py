from .models import Change

GONE = "!"


def changed(keys, *, gone=()):
    """Write down that the pages carrying any of these keys are no longer right. Call it inside the transaction.

    `gone` are the keys of what readers may not see from now on: a copy that shows it is not kept for bad times either.
    """
    keys = {*keys, *(GONE + key for key in gone)}
    if keys:
        Change.objects.create(keys=sorted(keys))


def key_of(thing):
    """The key of the pages that show a thing of ours, such as `article:7` or `image:3`."""
    return f"{thing._meta.model_name}:{thing.pk}"
