### Resetting a forgotten password, and replacing a temporary one.

reset-title = Reset your password
reset-hint = We send a code to this address. The password stays as it is until you set a new one.
back-to-sign-in = Back to sign in
new-password-title = Choose a new password
new-password-reset = All devices will be signed out, and a lock after too many tries is lifted.
new-password-temporary = Your password was set by an administrator. Choose one that only you know.
new-password-save = Save password
reset-done-title = Your password is changed
reset-done-text = Sign in with the new one. All devices were signed out.
