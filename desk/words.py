"""Words of Django's own pages that its Arabic lacks or says badly; ours stand in locale/. Nothing imports this file.

It is here to be read by `makemessages`, which drops what no file of the project says. The words of Django's scripts are
in static/js/words.js. A test compares Django's lists of words with these.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy as ngettext

# Said badly.
_("Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related objects:")
_("Run the selected action")
_("Filter")

# Lacking: accounts.
_("Conflicting form data submitted. Please try again.")
_("Password-based authentication was disabled.")
_("Set password: %s")
_("Reset password")
_("Set password")
_(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
    "authenticate using other backends, such as Single Sign-On or LDAP."
)
_("Password-based authentication")
_("Enabled")
_("Disabled")
_("Raw passwords are not stored, so there is no way to see the user’s password.")
_("Enable password-based authentication for this user by setting a password.")
ngettext(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    1,
)
_(
    "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, numbers, "
    "and @/./+/-/_ characters."
)

# Lacking: fields and forms.
_("Enter a valid domain name.")
_("Enter a valid %(protocol)s address.")
_("IPv4")
_("IPv6")
_("IPv4 or IPv6")
_("Ensure this value is a multiple of step size %(limit_value)s.")
_(
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, "
    "%(valid_value1)s, %(valid_value2)s, and so on."
)
_("Constraint “%(name)s” is violated.")
_("String (unlimited)")
_("%(model)s instance with %(field)s %(value)r is not a valid choice.")
ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 1)
ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", 1)
