### Refusals: one sentence per stable code. Dots of the code become hyphens after “error-”.

error-refused = This was not accepted. Check it and try again.
error-field-required = Please fill this in
error-text-too_long = { $max ->
    [one] At most one character
   *[other] At most { $max } characters
}
error-number-out_of_range = A number from { $min } to { $max }
error-email-malformed = This does not look like an email address
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
error-text-required = Please fill this in
error-text-too_short = At least { $min } characters
error-list-too_long = At most { $max } entries
error-list-repeated = This is there already
error-color-malformed = A colour like #2f54d4
error-email-domain = The part after @ is not a domain
error-email-too_long = This email address is too long
error-username-character = Letters, digits and . _ - only
error-username-dot = A dot cannot come first, last or twice in a row
error-username-mixed_scripts = Do not mix letters of different scripts that look alike
error-username-looks_like_email = A username cannot look like an email address
error-username-looks_like_phone = A username cannot look like a phone number
error-username-too_long = This username is too long
error-username-taken = Somebody already has this username
error-email-taken = Somebody already has this email
error-phone-taken = Somebody already has this phone number
error-phone-country_code = There is no such country code
error-phone-malformed = This does not look like a phone number
error-user-identifier_missing = Give at least a username, an email or a phone number
error-user-already_locked = This user is locked already
error-user-not_locked = This user is not locked
error-user-already_frozen = This user is frozen already
error-user-not_frozen = This user is not frozen
error-attribute-unknown = There is no such attribute
error-attribute-not_a_date = A date like 1990-01-31
error-attribute-not_a_language = A language code like zh-CN
error-attribute-not_a_time_zone = A time zone like Asia/Shanghai
error-attribute-not_an_address = An address that starts with https://
error-claims-unknown_attribute = There is no such attribute
error-slug-malformed = { $min } to { $max } lower-case letters, digits or -, with a letter or digit first and last
error-slug-reserved = This name is kept for the product. Choose another
error-pool-name_taken = Another pool has this name
error-pool-slug_taken = Another pool has this identifier
error-pool-confirm_mismatch = This is not the name of the pool
error-pool-built_in = The built-in pool cannot be deleted
error-pool-has_enabled_applications = Switch the applications of this pool off first
error-application-redirect_uri_missing = Give at least one redirect URI
error-application-no_people = Nobody signs in to applications of this type
error-application-method_not_for_type = Applications of this type cannot use this method
error-application-profile_not_offered = This profile is not offered
error-application-built_in = The built-in application cannot be deleted
error-application-has_no_secret = This application’s method uses no secret
error-scope-malformed = A scope holds visible ASCII characters without spaces and quotes
error-flow-identifier_missing = Choose at least one identifier
error-flow-password_needed = With a username alone, a password is needed
error-flow-preferred_source_missing = Choose the preferred way to sign in
error-flow-source_missing = Choose a source that sends the code
error-flow-source_of_wrong_kind = This kind of source cannot be used here
error-flow-source_off = This source is switched off
error-flow-source_unknown = There is no such source
error-source-identifier_missing = Choose at least one identifier
error-statement-link_refused = Links start with https:// or http://
error-uri-too_long = This address is too long
error-uri-not_ascii = ASCII characters only; write the domain as xn--…
error-uri-control_character = No spaces or control characters
error-uri-backslash = No backslashes
error-uri-wildcard = No * in an address
error-uri-fragment = No # in an address
error-uri-relative = A complete address that starts with https://
error-uri-scheme_refused = Addresses of this scheme are not allowed
error-uri-http_not_loopback = It must start with https://; http:// is for this machine only
error-uri-user_info = No user name or password in an address
error-uri-malformed = This is not an address
error-image-too_large = The picture is larger than 1 MB
error-image-not_png_or_jpeg = Only PNG and JPG pictures
error-permission-missing = You do not have the permission for this. Ask an administrator
error-logout-client_mismatch = It names another application than the ID token
error-logout-redirect_not_registered = This return address is not registered
error-sign_in-barred = This account cannot sign in now. Ask the operator
error-sign_in-closed = This application does not offer this way to sign in
error-register-closed = This application takes no registrations
error-reset-closed = This application offers no password reset
error-object-stale = Somebody changed this meanwhile. Reload and try again
error-hash-too_weak = Below the safe minimum of { $memory_kib } KiB and { $passes } passes
error-hash-too_dear = Above the limit of { $max } KiB
