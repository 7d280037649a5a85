### Users in the console.

source-admin-add = Administrator
source-self-registered = Registered
source-import = Import
source-api = API
account = Account
changed = Changed
locked-until = Locked until
user-id = User ID
user-information = User information
user-edit = Edit user
user-reveal = Whole values
user-reveal-text = Contacts and attributes are masked. Looking at them is recorded in the audit log.
user-reveal-do = Show whole values
tab-profile = Profile
tab-sessions = Sessions
tab-log = Log
audit-of-user = All events
audit-of-user-text = All events of this user, with filters.
attribute-name = Full name
attribute-birthday = Birthday
attribute-address = Address
attribute-company = Company
email-verified-label = This email address is proven
country-label = Country code
device = Device
method = Method
method-password = Password
method-email-code = Email code
session-since = Signed in
session-seen = Last seen
sessions-none = Not signed in anywhere
sessions-none-text = Sessions appear here after the next sign-in.
sessions-end = Sign out everywhere
sessions-end-text = Ends all of the user’s sessions and takes back the access of applications.
sessions-end-question = Sign { $name } out everywhere?
user-reset-question = Reset the password of { $name }?
user-reset-text = Are you sure you want to reset the password? This account will be unlocked after the password is reset. A lock by an administrator stays.
temporary-password = Temporary password
temporary-password-text = Give it to the user. At the next sign-in they must choose a password of their own.
user-lock-question = Lock { $name }?
user-lock-text = A locked user is signed out everywhere and cannot sign in until an administrator unlocks them.
user-unlock-question = Unlock { $name }?
user-unlock-text = The user can sign in again.
user-freeze-question = Freeze { $name }?
user-freeze-text = Are you sure you want to freeze the current user? After freezing, any logins of the user will be blocked.
user-thaw-question = Unfreeze { $name }?
user-thaw-text = The user can sign in again.
user-delete-question = Delete { $name }?
user-delete-text = All data of the user is erased and cannot be restored.
users-lock-question = { $count ->
    [one] Lock one user?
   *[other] Lock { $count } users?
}
users-freeze-question = { $count ->
    [one] Freeze one user?
   *[other] Freeze { $count } users?
}
users-delete-question = { $count ->
    [one] Delete one user?
   *[other] Delete { $count } users?
}
