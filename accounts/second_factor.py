"""The second factor: a code of an app on the telephone beside the password, or one of ten recovery codes on paper.

Devices, their throttling and the refusal of a code used before are django-otp's.
"""

from base64 import b32encode
from itertools import groupby

import django_otp
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from arabic.digits import to_western

from .models import User

RECOVERY_CODES = 10
QUIET_ZONE = 4  # modules of white around the QR code, as its standard asks


def is_on():
    return settings.SECOND_FACTOR != "off"


def is_required():
    return settings.SECOND_FACTOR == "required"


def device_of(user):
    """The app's device that the user has confirmed, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def enrol(user, key, code):
    """Keep the key as the user's device if the app that has it says this code; False otherwise."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # one device, however often the button is pressed
        if device_of(user):
            return False
        device = TOTPDevice.objects.create(user=user, key=key)
        if device.verify_token(_tidied(code)):
            return True
        transaction.set_rollback(True)
    return False


@transaction.atomic
def new_codes(user):
    """Ten new recovery codes, which work once each; those before no longer work."""
    device, _created = StaticDevice.objects.get_or_create(user=user)
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def accept(user, code):
    """The device whose code this is, which is spent with it, or None."""
    code = _tidied(code)
    device = _asked(user, code)
    return device and django_otp.verify_token(user, device.persistent_id, code)


def wait(user, code):
    """Seconds until another code like this is looked at, after wrong ones."""
    device = _asked(user, _tidied(code))
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return 0 if allowed else max(1, round((why["locked_until"] - timezone.now()).total_seconds()))


def remove(user):
    """Let the password alone do, as if there had never been a second factor."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def unlock(user):
    """Let the next code be looked at at once."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).update(throttling_failure_count=0, throttling_failure_timestamp=None)


def _asked(user, code):
    """The device a code of this form is for: six digits are the app's."""
    model = TOTPDevice if len(code) == 6 and code.isdecimal() else StaticDevice
    return model.objects.filter(user=user, confirmed=True).first()


def _tidied(code):
    """As people type it: with spaces, with the keyboard's own digits, in capitals."""
    return "".join(each for each in to_western(code).lower() if each.isalnum())


def secret(key):
    """The key as apps take it by hand, in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def qr(user, key):
    """What a telephone's camera reads: (modules a side, the dark ones as the path of an SVG)."""
    import segno  # a megabyte in every process, for what is drawn once in an account's life

    code = segno.make(TOTPDevice(user=user, key=key).config_url, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    path = []
    for y, row in enumerate(rows):
        x = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                path.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return len(rows), "".join(path)
