### Words and sentences that more than one page uses.

skip-to-content = Skip to content
continue = Continue
cancel = Cancel
save = Save
optional = (optional)
theme = Theme
theme-light = Light
theme-dark = Dark
theme-system = As on this device

sign-out = Sign out

notice-saved = Saved.
notice-password-changed = Your password is changed. Other devices were signed out.
notice-session-ended = That device was signed out.

username-label = Username
email-label = Email
phone-label = Phone
password-label = Password
new-password-label = New password
confirm-password-label = Password again
nickname-label = Display name
username-hint = Letters, digits and . _ - are fine. It cannot look like an email or a phone number.
password-show = Show password

problem = { $field }: { $text }
identifier = Account
problems-title = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}


time-just-now = just now
time-minutes-ago = { $count } min ago
time-hours-ago = { $count } h ago
time-date = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
time-exact = { $date }, { $clock } UTC

password-rule-min-length = At least { $min } characters
password-rule-max-length = At most { $max } characters
password-rule-letter = A letter
password-rule-lower = A lower-case letter
password-rule-upper = An upper-case letter
password-rule-digit = A digit
password-rule-special = A special character
password-rule-no-space = No spaces
password-rule-not-account = Not your name or email
password-rule-not-common = Not a widely used password
password-rule-history = { $count ->
    [one] Not your current password
   *[other] Not one of your last { $count }
}
