### Consent for an application, and signing out.

consent-title = Share your data with { $name }?
consent-account = You are signed in as { $account }
consent-asks = It would receive
consent-allow = Allow
consent-deny = Deny
consent-next = Afterwards you return to { $host }.
scope-openid = An identifier
scope-openid-detail = A number that stands for you in this application
scope-profile = Your profile
scope-profile-detail = Display name, username, picture and birthday
scope-email = Your email
scope-email-detail = The address and whether it is verified
scope-phone = Your phone
scope-phone-detail = The number and whether it is verified
scope-address = Your address
scope-address-detail = The postal address in your profile
scope-offline = Access while you are away
scope-offline-detail = It stays connected until you remove it or sign out everywhere

sign-out-title = Sign out?
sign-out-text = You are signed in as { $account }
sign-out-stay = Stay signed in
signed-out-title = You are signed out
signed-out-text = On a shared device, close the browser too.
signed-out-again = Sign in again
