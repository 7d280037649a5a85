### The console.

setup-title = Create the first administrator
setup-text = This page works once. Keep the password in a safe place.
setup-create = Create administrator

console-name = Moongate
sidebar = Sidebar
navigation = Main
menu-open = Open menu
menu-close = Close menu
tabs = Sections of this page
overview = Overview
nav-users = Users
nav-integration = Integration
nav-operations = Operations
users = Users
applications = Applications
audit-logs = Audit logs
outbox = Outbox
pool = User pool
pools = User pools
pool-default = Default pool
pool-switch = Switch to another user pool
pools-manage = Manage user pools
pool-create = Create user pool
api-docs = API reference
find-users = Search users
back = Back
edit = Edit
delete = Delete
details = Details
start = Start
status = Status
created = Created
actions = Actions
more-actions = More actions: { $name }
previous = Previous
next = Next
page-size = Rows per page
page-range = { $from }–{ $to } of { $total }
page-part = { $from }–{ $to }
filter-remove = Remove this filter
filter-clear = Clear filters
copy = Copy { $what }
copied = Copied
number = { $value }
local-banner = This pool has no email provider yet. Messages stay in the Outbox and reach nobody.
local-banner-link = Open the Outbox

welcome = Welcome
welcome-text = A user pool holds your customers, applications and sign-in sources. Start with one.
create-now-title = See it work in a minute
create-now-text = Makes a demo pool with sign-in sources, a web application and a test user. You can delete it at any time.
create-now = Create now
create-own-title = Start with your own
create-own-text = Makes an empty pool. You add applications and users as you need them.

range = Range
range-days = { $count } days
traffic = Sign-ins and registrations
traffic-ok = Successful
traffic-failed = Failed
traffic-registered = Registrations
traffic-none = Nothing happened yet
traffic-none-text = Sign-ins and registrations of these days appear here.
traffic-sign-ins = Sign-ins per day
traffic-sign-ins-label = Successful and failed sign-ins per day, last { $count } days
traffic-registrations = Registrations per day
traffic-registrations-label = Registrations per day, last { $count } days
as-table = View as table
day = Day
methods = Sign-in methods
methods-none = Shares appear after the first sign-ins with a method. Those at the end of a registration have none.
attention = Needs attention
attention-none = Nothing needs attention
attention-none-text = Lock-outs, undelivered messages and expiring keys would appear here.
audit-open = Open audit logs
first-steps = Getting started

user = User
user-list = User list
users-total = { $total ->
    [one] One user in this pool
   *[other] { $total } users in this pool
}
users-found = { $total } in this pool, { $found } match your filters
users-search-by = Username, phone, email or ID
users-none = No users yet
users-none-text = Create the first one. People who register appear here too.
users-no-match = No matching users
users-no-match-text = Try fewer filters, or check the phone country code.
user-create = Create user
user-contacts = Phone / email
user-source = Source
user-last-sign-in = Last sign-in
user-lock = Lock
user-unlock = Unlock
user-freeze = Freeze
user-thaw = Unfreeze
user-reset-password = Reset password
user-not-enabled = Not enabled
user-normal = Active
user-locked = Locked
user-locked-by-policy = Locked for now
user-frozen = Frozen
bulk-actions = Actions for the selection
bulk-selection = Selection
bulk-selected = { $count } selected
bulk-select = Select { $name }
bulk-select-page = Select this page

picture-select = Select an image
picture-none = You have not selected an image
picture-hint = Upload a PNG or JPG file within 1 MB.
problem-at = No. { $place }: { $text }

done-saved = Saved.
done-pool-created = The user pool is ready.
done-pool-deleted = The user pool and everything in it are deleted.
done-pool-default = You land in this pool from now on.
done-user-created = The user is created.
done-user-locked = The user is locked and signed out everywhere.
done-user-unlocked = The user is unlocked.
done-user-frozen = The user is frozen and signed out everywhere.
done-user-thawed = The user is no longer frozen.
done-user-deleted = The user is deleted.
done-users-changed = The selected users are changed.
done-users-deleted = The selected users are deleted.
done-password-mailed = The password is reset. An email tells how to choose a new one.
done-sessions-ended = The user is signed out everywhere.
done-application-created = The application is created.
done-application-on = The application is switched on.
done-application-off = The application is switched off. What its users gave it has ended.
done-applications-deleted = Deleted.
done-key-revoked = The key no longer works.

sign-in-stopped = Sign-in did not finish
sign-in-stopped-text = It was cancelled, took too long, or began in another browser.
not-an-administrator = You are not an administrator
not-an-administrator-text = This account may not use the console. Sign out, or ask an owner to let you in.

step-done = (done)
step-pool = Create a user pool
step-attributes = Know the user attributes
step-source = Set up a sign-in source
step-application = Create an application
step-experience = Try the sign-in
tile-users = Users
tile-applications = { $count ->
    [one] One application
   *[other] { $count } applications
}
tile-sign-ins = Sign-ins
tile-registrations = Registrations
tile-success = Sign-in success
tile-failed = { $count ->
    [one] One failed
   *[other] { $count } failed
}
tile-versus = vs previous period
tile-nothing-before = None in the previous period
tile-newest-only = newest { $count } counted

name = Name
issuer = Issuer
picture = Picture
picture-delete = Delete the picture
brand-color = Brand colour
brand-color-hint = Such as #2f54d4. Pages keep it readable by themselves.
pools-text = Each pool holds its own users, applications and sources.
pools-none = No user pools yet
pool-edit = Edit user pool
pool-slug = Address part
pool-slug-hint = Stands in the issuer address and never changes. Left empty, it is made from the name.
pool-language = Language
pool-language-hint = For messages, and for people whose browser asks for none of ours.
session-idle = Idle minutes
session-idle-hint = A login ends after so many minutes without use: 15 to 720.
session-absolute = Longest hours
session-absolute-hint = A login ends after so many hours in any case: 1 to 48. New logins follow it.
pool-make-default = Set as default
pool-default-question = Set “{ $name }” as your default pool?
pool-default-text = You land in it whenever you sign in. Other administrators keep their own.
pool-default-confirm = Confirm setting
pool-delete = Delete pool
pool-delete-question = Delete user pool “{ $name }”?
pool-delete-counts = This permanently deletes { $users ->
    [one] one user
   *[other] { $users } users
}, { $applications ->
    [one] one application
   *[other] { $applications } applications
} and { $sources ->
    [one] one source
   *[other] { $sources } sources
}.
pool-delete-warning = All data of the pool is erased and cannot be restored. Proceed with caution.
pool-delete-enabled = Switch off these applications first:
pool-delete-type = Type “{ $name }” to confirm

application = Application
client-id = Client ID
experience = Experience
demo-ready = Your demo is ready
demo-ready-text = Open the Experience page and sign in as the test user.
demo-test-user = Test user
shown-once = Copy this now. It is shown only once.
