"""Where a request comes from, in no more detail than its use needs."""

import ipaddress
import re

from django.conf import settings
from django.utils.translation import gettext as _

# The first that is found is the one: the others' names stand in it as well.
BROWSERS = {
    "Edg(?:e|A|iOS)?/": "Edge",
    "OPR/|Opera": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/|FxiOS/": "Firefox",
    "Chrom(?:e|ium)/|CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone|iPad|iPod": "iOS",
    "Windows": "Windows",
    "Mac OS X|Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def address_of(request):
    """The visitor's address, or None.

    Behind a proxy it is the last in the header, which the proxy wrote; what stands before it came from the visitor.
    """
    named = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] or named
    try:
        address = ipaddress.ip_address(named.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def counted(request):
    """The address by which tries are counted: of the sixth version the network, for one visitor has all of it."""
    return _network(address_of(request), {4: 32, 6: 64}).partition("/")[0] or None


def shortened(address):
    """The address without the part that names a household: «192.0.2.0/24»; "" of None."""
    return _network(address, {4: 24, 6: 48})


def _network(address, lengths):
    return str(ipaddress.ip_network((address, lengths[address.version]), strict=False)) if address else ""


def described(agent):
    """«Firefox على Windows»: the browser that calls itself so."""
    browser, system = (
        next((name for pattern, name in names.items() if re.search(pattern, agent)), "")
        for names in (BROWSERS, SYSTEMS)
    )
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")
