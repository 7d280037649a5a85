// A single-page application: signs in by redirect, shows who came, renews and signs out.
const { authority, client_id } = await (await fetch("/settings.json")).json();

const manager = new oidc.UserManager({
  authority,
  client_id,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: "openid profile email",
  loadUserInfo: true,
  automaticSilentRenew: false,
});

const show = (state) => {
  document.querySelector("#state").textContent = JSON.stringify(state);
};
const showing = (work) => () => work().catch((error) => show({ error: String(error) }));
const person = (user) =>
  show({ sub: user.profile.sub, email: user.profile.email, access_token: user.access_token });

document.querySelector("#in").onclick = showing(() => manager.signinRedirect());
document.querySelector("#renew").onclick = showing(async () => person(await manager.signinSilent()));
document.querySelector("#out").onclick = showing(() => manager.signoutRedirect());

if (location.pathname === "/callback") {
  await showing(async () => person(await manager.signinRedirectCallback()))();
} else {
  show({ ready: true });
}
