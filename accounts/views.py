"""One's own account: name and language, second factor, where one is logged in."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import RedirectURLMixin
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from django_otp import login as remember
from django_otp.plugins.otp_totp.models import default_key

from . import second_factor, sessions
from .models import User

KEY_LIFE = 60 * 60  # seconds from the page with a new key to its confirmation


def _page(request, template, title, **context):
    return render(request, template, admin.site.each_context(request) | {"title": title} | context)


def record(request, user, what):
    """Write into the history of the account what was done to it."""
    admin.site.get_model_admin(User).log_change(request, user, what)


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")


def account(request):
    user = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user.save(update_fields=[*form.cleaned_data, "folded"])
        return redirect("account")
    return _page(
        request,
        "accounts/account.html",
        _("My account"),
        form=form,
        offers_factor=second_factor.is_on(),
        device=second_factor.device_of(user),
        count=len(sessions.of(user)),
    )


@require_POST
def tour(request):
    """Put the tour of the first day away, or call it back."""
    User.objects.filter(pk=request.user.pk).update(tour_over="over" in request.POST)
    return redirect("admin:index")


def own_sessions(request):
    """Where one is logged in; one of these logins ended, or all others."""
    if request.method == "POST":
        here = request.session.session_key
        count = sessions.end(request.user, request.POST.get("session") or None, besides=here)
        messages.success(request, ended(count))
        return redirect("sessions")
    return _page(
        request, "accounts/sessions.html", _("Where I am logged in"), sessions=sessions.of(request.user), own=True
    )


def ended(count):
    return ngettext("%(count)d login was ended.", "%(count)d logins were ended.", count) % {"count": count}


# --- The second factor ------------------------------------------------------------------------------------------------


def code_field(help_text, **attributes):
    attributes |= {"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "off", "spellcheck": "false"}
    return forms.CharField(
        label=gettext_lazy("code"), help_text=help_text, max_length=40, widget=forms.TextInput(attributes)
    )


CODE_HELP = gettext_lazy("From the app on your telephone, or a recovery code.")


class CodeForm(forms.Form):
    """Asks for a code of the user's second factor, and spends it."""

    code = code_field(CODE_HELP, autofocus=True)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.wait = request, 0

    def clean_code(self):
        code, user = self.cleaned_data["code"], self.request.user
        self.wait = second_factor.wait(user, code)
        if self.wait:
            text = ngettext(
                "After a wrong code the next one has to wait: try again in %(count)d second.",
                "After a wrong code the next one has to wait: try again in %(count)d seconds.",
                self.wait,
            )
            raise forms.ValidationError(text % {"count": self.wait})
        self.device = second_factor.accept(user, code)
        if not self.device:
            raise forms.ValidationError(_("This code is wrong, or was used before."))
        return code


class ConfirmForm(CodeForm):
    """Asks for the password too. The code is looked at, and spent, when the password is right."""

    password = forms.CharField(
        label=gettext_lazy("password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    code = code_field(CODE_HELP)
    field_order = ("password", "code")

    def clean_password(self):
        password, name = self.cleaned_data["password"], self.request.user.get_username()
        if not authenticate(self.request, username=name, password=password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean_code(self):
        return super().clean_code() if "password" in self.cleaned_data else ""


class SetUpForm(forms.Form):
    code = code_field(gettext_lazy("Six digits, which the app shows for half a minute."), inputmode="numeric")


class CodeView(RedirectURLMixin, FormView):
    """After the password, the code."""

    form_class = CodeForm
    template_name = "accounts/code.html"
    next_page = "admin:index"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_verified() or not (second_factor.is_on() and second_factor.device_of(request.user)):
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("The code"), next=self.get_redirect_url(), **kwargs)

    def form_valid(self, form):
        passed(self.request, form.device)
        return super().form_valid(form)

    def form_invalid(self, form):
        return _told_to_wait(super().form_invalid(form), form)


def _told_to_wait(response, form):
    if form.wait:
        response.status_code, response.headers["Retry-After"] = 429, str(form.wait)
    return response


def passed(request, device):
    """From here on this session may what its user may; it gets a new key with it."""
    remember(request, device)
    request.session.cycle_key()


def set_up(request):
    """Show a new key, and keep it when the app says its code. Until then it travels with the form, signed."""
    _ask_if_on()
    user, signer = request.user, signing.TimestampSigner(salt=f"second factor of {request.user.pk}")
    if second_factor.device_of(user):
        return redirect("second_factor")
    form = SetUpForm()
    try:
        key = signer.unsign(request.POST.get("key", ""), max_age=KEY_LIFE)
    except signing.BadSignature:
        key = default_key()
        if request.method == "POST":
            messages.error(request, _("This page was open for too long. Scan it anew."))
    else:
        form = SetUpForm(request.POST)
        if form.is_valid():
            if second_factor.enrol(user, key, form.cleaned_data["code"]):
                passed(request, second_factor.device_of(user))
                record(request, user, _("Second factor turned on."))
                return _codes(request)
            form.add_error("code", _("This is not what the app shows now. Is the clock of the telephone right?"))
    size, path = second_factor.qr(user, key)
    return _page(
        request,
        "accounts/set_up.html",
        _("A second factor"),
        form=form,
        key=signer.sign(key),
        secret=second_factor.secret(key),
        size=size,
        path=path,
        required=second_factor.is_required(),
    )


def factor(request):
    """The second factor as it is; with password and code, new recovery codes, or an end to it."""
    _ask_if_on()
    user, device = request.user, second_factor.device_of(request.user)
    if not device:
        return redirect("second_factor_set_up")
    form = ConfirmForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        if "codes" in request.POST:
            record(request, user, _("New recovery codes made."))
            return _codes(request)
        second_factor.remove(user)
        request.session.cycle_key()
        record(request, user, _("Second factor turned off."))
        messages.success(request, _("The second factor is off."))
        return redirect("account")
    page = _page(
        request,
        "accounts/second_factor.html",
        _("A second factor"),
        form=form,
        device=device,
        left=second_factor.codes_left(user),
        required=second_factor.is_required(),
    )
    return _told_to_wait(page, form)


def _codes(request):
    """New recovery codes, on the only page that ever shows them."""
    return _page(request, "accounts/codes.html", _("Recovery codes"), codes=second_factor.new_codes(request.user))


def _ask_if_on():
    if not second_factor.is_on():
        raise Http404
