### The console.

setup-title = Create the first administrator
setup-text = This page works once. Keep the password in a safe place.
setup-create = Create administrator
