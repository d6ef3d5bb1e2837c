from .models import Change


def changed(keys):
    """Write down that the pages carrying any of these keys are no longer right. Call it inside the transaction."""
    if keys:
        Change.objects.create(keys=sorted(set(keys)))


def key_of(thing):
    """The key of the pages that show a thing of ours, such as `article:7` or `image:3`."""
    return f"{thing._meta.model_name}:{thing.pk}"
