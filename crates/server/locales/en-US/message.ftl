### Messages to people: a subject and a text for each scene.

message-register-subject = Your code to register
message-register-text =
    Your code is { $code }

    Type it within { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } on the page where you started to register with { $pool }. Tell it to nobody; we never ask for it.

    If this was not you, ignore this message.
message-login-subject = Your code to sign in
message-login-text =
    Your code is { $code }

    Type it within { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } on the page where you started to sign in to { $pool }. Tell it to nobody; we never ask for it.

    If this was not you, ignore this message.
message-reset-password-subject = Your code to reset your password
message-reset-password-text =
    Your code is { $code }

    Type it within { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } on the page where you reset your password for { $pool }. Tell it to nobody; we never ask for it.

    If this was not you, ignore this message. Your password stays as it is.
message-password-reset-by-admin-subject = Your password was reset
message-password-reset-by-admin-text =
    An administrator reset your password for { $pool }. You are signed out everywhere.

    Choose a new password here: { $link }
message-already-registered-subject = You already have an account
message-already-registered-text =
    Somebody tried to register with { $pool } using this address, which already has an account.

    If it was you, sign in instead, or reset your password from the sign-in page. If not, ignore this message; nothing was changed.
message-password-changed-subject = Your password was changed
message-password-changed-text =
    Your password for { $pool } was just changed.

    If this was not you, reset it from the sign-in page at once.
message-account-locked-subject = Your account is locked for a while
message-account-locked-text =
    After several wrong passwords, your account with { $pool } is locked for { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.

    It unlocks by itself, or at once when you reset your password from the sign-in page. Reset it if the tries were not yours.

### Names of what the product makes by itself.

pool-name-console = Moongate Console
source-name-password = Password
source-name-email_code = Email code
demo-pool-name = Demo pool
demo-application-name = Demo application
