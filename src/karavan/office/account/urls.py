"""Addresses of signing in and of one's own account.

Those that allauth looks up by name bear its names; what it offers besides (sign-up, several addresses,
resetting a password by a link) has no address here.
"""

from django.urls import path

from karavan.office.account import again, entrance, helping, oidc, own

urlpatterns = [
    path("office/sign-in/", entrance.sign_in, name="sign-in"),
    path("office/sign-in/", entrance.sign_in, name="account_login"),
    path("office/sign-in/", entrance.sign_in, name="account_request_login_code"),
    path("office/sign-in/code/", entrance.EnterCode.as_view(), name="account_confirm_login_code"),
    path("office/sign-in/factor/", entrance.EnterFactor.as_view(), name="mfa_authenticate"),
    path("office/sign-in/passkey/", entrance.EnterByPasskey.as_view(), name="mfa_login_webauthn"),
    path("office/sign-in/demo/<int:pk>/", entrance.enter_demo, name="office-demo"),
    path("office/sign-in/outside/", oidc.begin, name="office-outside"),
    path("office/sign-in/outside/back/", oidc.callback, name="office-outside-callback"),
    path("office/sign-out/", entrance.SignOut.as_view(), name="sign-out"),
    path("office/sign-out/", entrance.SignOut.as_view(), name="account_logout"),
    path("office/account/", own.overview, name="office-account"),
    path("office/account/", own.overview, name="mfa_index"),
    path("office/account/second-factor/", own.second_factor, name="office-second-factor"),
    path("office/account/password/", own.password, name="office-password"),
    path("office/account/sessions/<int:pk>/end/", own.end_session, name="office-session-end"),
    path("office/account/sessions/end-others/", own.end_other_sessions, name="office-sessions-end"),
    path("office/account/outside/unlink/", own.unlink, name="office-outside-unlink"),
    path("office/account/app/", own.add_app, name="mfa_activate_totp"),
    path("office/account/app/remove/", own.remove_app, name="mfa_deactivate_totp"),
    path("office/account/passkeys/add/", own.add_passkey, name="mfa_add_webauthn"),
    path("office/account/passkeys/<int:pk>/name/", own.name_passkey, name="mfa_edit_webauthn"),
    path("office/account/passkeys/<int:pk>/remove/", own.remove_passkey, name="mfa_remove_webauthn"),
    path("office/account/codes/", own.show_codes, name="mfa_view_recovery_codes"),
    path("office/account/codes/new/", own.new_codes, name="mfa_generate_recovery_codes"),
    path("office/account/codes/file/", own.codes_file, name="mfa_download_recovery_codes"),
    path("office/account/help/", helping.help_somebody, name="office-account-help"),
    path("office/account/again/password/", again.password, name="account_reauthenticate"),
    path("office/account/again/letter/", again.letter, name="account_request_reauthentication_code"),
    path(
        "office/account/again/letter/code/", again.letter_code, name="account_confirm_reauthentication_code"
    ),
    path("office/account/again/factor/", again.factor, name="mfa_reauthenticate"),
    path("office/account/again/passkey/", again.passkey, name="mfa_reauthenticate_webauthn"),
]
