### Error pages: what happened, then what to do.

failure-reference = Reference
failure-code = Code
failure-time = Time
failure-onward = Continue

failure-not-found = This page does not exist
failure-not-found-text = The address may be mistyped or out of date.
failure-not-found-remedy = Go back to the application and start again from there.
failure-bad-request = This request is not complete
failure-bad-request-text = The application sent something we cannot work with.
failure-bad-request-remedy = Go back and try again. If it stays, tell the application’s support the code below.
failure-redirect-not-registered = This return address is not registered
failure-redirect-not-registered-text = The application asked us to send you to an address that it has not registered, so we stopped here.
failure-redirect-not-registered-remedy = Tell the people who run the application.
failure-unknown-application = We do not know this application
failure-unknown-application-text = The application or its return address is not registered here, so we stopped for your safety.
failure-unknown-application-remedy = Tell the application’s support the reference below.
failure-application-closed = This application is closed
failure-application-closed-text = Its operator has switched it off.
failure-application-closed-remedy = Try again later or ask the operator.
failure-expired = This sign-in has ended
failure-expired-text = It took too long, was finished already, or was started in another browser.
failure-expired-remedy = Start again from the application.
failure-stale-form = This form is out of date
failure-stale-form-text = The page was open for too long or in two windows at once. Nothing was changed.
failure-stale-form-remedy = Go back, reload the page and send it again.
failure-forbidden = You cannot open this page
failure-forbidden-text = Your account does not have the permission it needs.
failure-forbidden-remedy = Ask an administrator for access, or sign in with another account.
failure-too-large = That is too much at once
failure-too-large-text = What you sent is larger than we accept. Nothing was changed.
failure-too-large-remedy = Go back and send a smaller file or a shorter text.
failure-too-many = Too many tries
failure-too-many-text = There were many requests from your network in a short time.
failure-too-many-remedy = Wait a few minutes, then try again.
failure-busy = Very busy right now
failure-busy-text = More people are signing in than we can serve at this moment.
failure-busy-remedy = Try again in a few seconds. Nothing you entered was lost on our side.
failure-not-set-up = Not set up yet
failure-not-set-up-text = Moongate runs, but nobody administers it.
failure-not-set-up-remedy = Open the one-time address that the server printed when it started.
failure-internal = Something failed on our side
failure-internal-text = It is not your fault, and nothing was changed halfway.
failure-internal-remedy = Try again soon. If it stays, give the reference below to support.

### Titles of the management API’s problems, one per status (RFC 9457).

problem-400 = Bad request
problem-401 = Sign-in needed
problem-403 = Not allowed
problem-404 = Not found
problem-405 = Method not allowed
problem-409 = Conflict
problem-412 = Changed in the meantime
problem-413 = Too large
problem-415 = Unsupported type
problem-422 = Not accepted
problem-428 = Condition needed
problem-429 = Too many requests
problem-500 = Server error
problem-503 = Unavailable
