### Signing in, and entering a code.

sign-in = Sign in
sign-in-title = Sign in to { $name }
sign-in-new-here = New here?
sign-in-create-account = Create an account
sign-in-methods = Sign-in method
sign-in-tab-password = Password
sign-in-tab-email = Email code
sign-in-remember = { $days ->
    [one] Keep me signed in for a day
   *[other] Keep me signed in for { $days } days
}
sign-in-forgot-password = Forgot password
sign-in-email-hint = We send a code to this address.
sign-in-send-code = Send code
identifier-label = { $kinds ->
    [username] Username
    [email] Email
    [phone] Phone
    [email-username] Email or username
    [phone-email] Phone or email
    [phone-username] Phone or username
   *[any] Phone, email or username
}

code-title-sign-in = Enter the code
code-title-register = Confirm your email
code-title-reset = Enter the code
code-sent = We sent a code to { $destination }.
code-sent-discreet = If an account with { $destination } exists, we have sent a code there.
code-label = { $length }-digit code
code-label-long = Code
code-hint-minutes = { $minutes ->
    [one] Good for one minute. Check the spam folder too.
   *[other] Good for { $minutes } minutes. Check the spam folder too.
}
code-hint-seconds = Good for { $seconds } seconds. Check the spam folder too.
code-resend = Send a new code
code-resend-wait = New code in { $seconds } s
code-resent = A new code is on its way. Earlier ones no longer work.
code-other-address = Use another address
