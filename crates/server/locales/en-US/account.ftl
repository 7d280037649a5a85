### The account centre.

account-brand = { $name } account
account-centre = Account centre
account-menu = Account menu
account-profile = Profile
account-profile-text = How you appear, and how you are reached.
account-identifiers = How you sign in and are reached
account-id = Account number
account-since = Since
account-security = Security
account-security-text = Manage how you sign in and where you are signed in.
account-credentials = Sign-in credentials
account-password-text = A long password from a password manager works best
account-password-changed = Changed
account-password-reminder = You have had this password for a while. It is a good time to choose a new one.
account-email-text = For codes, password resets and security notices
account-signed-in = Signed-in devices
account-sessions = Devices and sessions
account-sessions-text = Where you are signed in. Sign out what you do not recognise and change your password.
account-sessions-count = { $count ->
    [one] One device is signed in
   *[other] { $count } devices are signed in
}
account-sessions-length = Devices are signed out after { $minutes } minutes without use, and after { $hours } hours in any case.
nickname-hint = Shown to you and to applications that may see your profile.
verified = Verified
not-verified = Not verified
not-set = Not set
change = Change
manage = Manage
breadcrumb = Where you are
change-password = Change password
change-password-text = All other devices are signed out afterwards.
current-password-label = Current password
device-this = This device
device-active = Active now
device-since = Signed in
device-unknown = Unknown device
sign-out-device = Sign out
end-all = Sign out everywhere
end-all-title = Sign out everywhere?
end-all-text = This signs out every device, including this one. Applications lose access until you sign in again.
