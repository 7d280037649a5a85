### Refusals: one sentence per stable code. Dots of the code become hyphens after “error-”.

error-refused = This was not accepted. Check it and try again.
error-field-required = Please fill this in
error-text-too_long = { $max ->
    [one] At most one character
   *[other] At most { $max } characters
}
error-number-out_of_range = A number from { $min } to { $max }
error-email-malformed = This does not look like an email address
error-username-malformed = Letters, digits and . _ - only, and not like an email or a phone number
error-identifier-taken = Somebody already uses this
error-statement-required = Please agree to continue
error-password-too_long = At most { $max } characters
error-password-reused = { $count ->
    [one] Choose a password you are not using now
   *[other] Choose a password that is not one of your last { $count }
}
error-password-mismatch = The two passwords are not the same
error-password-wrong = The current password is not right
error-sign_in-wrong = That account or password is not right
error-sign_in-wrong_near_lock = Not right. { $left ->
    [one] One more try
   *[other] { $left } more tries
} and the account locks for { $minutes } minutes
error-sign_in-locked = Too many tries. Try again in { $minutes } minutes or reset your password
error-sign_in-blocked = This account cannot sign in now. Ask the operator
error-code-wrong = That code is not right. { $left ->
    [one] One try left
   *[other] { $left } tries left
}
error-code-expired = That code has expired. Get a new one
error-code-spent = Too many wrong codes. Get a new one
error-code-too_soon = { $seconds ->
    [one] You can get a new code in a second
   *[other] You can get a new code in { $seconds } seconds
}
error-field-unknown = There is no such field
error-field-unknown_choice = None of the possible values
error-field-wrong_type = Another kind of value is needed
error-field-invalid = This value cannot be used
error-text-control_character = Control characters are not allowed
error-request-invalid = Some of what was sent cannot be accepted. Correct it and send it again.
error-request-not_found = Nothing is at this address.
error-request-method_not_allowed = This address does not answer that method.
error-request-ambiguous_host = The request must name exactly one host.
error-request-unknown_host = The request names a host that is not ours. Use the public address.
error-request-address_too_long = The address is longer than 8 KB.
error-request-headers_too_large = The headers are larger than 16 KB.
error-request-body_too_large = The body is larger than we accept.
error-request-body_broken = The body ended too early. Send it again.
error-request-unsupported_type = The content type of the body is not supported here.
error-request-not_text = A name is not valid UTF-8.
error-request-not_json = The body is not valid JSON.
error-request-too_deep = The body is nested more than 32 levels deep.
error-request-too_many_fields = There are more than 1000 entries.
error-request-repeated_field = It may be sent only once
error-request-forged = The request did not come from our own page. Reload the page and send it again.
error-server-failed = Something failed on our side. Try again soon.
error-server-busy = The server has more work than it accepts. Try again in a few seconds.
error-server-starting = The server is still starting. Try again in a moment.
error-server-timed_out = The answer took too long. Try again in a few seconds.
error-password-min_length = At least { $min } characters
error-password-max_length = At most { $max } characters
error-password-letter = Add a letter
error-password-lower = Add a lower-case letter
error-password-upper = Add an upper-case letter
error-password-digit = Add a digit
error-password-special = Add a special character such as ! ? # or -
error-password-no_space = Spaces are not allowed here
error-password-not_account = It must not hold your name, your email or the name of this service
error-password-not_common = This password is widely used. Choose another
error-password-nul = This holds a character that no password can have
error-password-max_length_not_applicable = This strength has no upper limit of its own
error-captcha-not_below_lock = The account locks after { $threshold } tries, before the CAPTCHA is asked for
