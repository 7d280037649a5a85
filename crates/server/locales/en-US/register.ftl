### Registration.

register = Create account
register-title = Create your { $name } account
register-have-account = Already have one?
register-email-hint = We send a code there to make sure it is yours.
registered = Your account is ready. You can sign in now.
