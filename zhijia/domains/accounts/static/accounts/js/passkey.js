// Passkeys: asks the browser for one (get) or makes one (create), then sends the form.
// Without scripts or without passkeys in the browser the button stays hidden; passwords work anyway.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const opened = (options) => {
    const asked = { ...options, challenge: bytes(options.challenge) };
    if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) asked.excludeCredentials = ids(options.excludeCredentials);
    if (options.allowCredentials) asked.allowCredentials = ids(options.allowCredentials);
    return asked;
  };

  const closed = (made) => {
    const answer = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (made.response[name]) answer[name] = text(made.response[name]);
    if (made.response.getTransports) answer.transports = made.response.getTransports();
    return { id: made.id, rawId: text(made.rawId), type: made.type, response: answer, clientExtensionResults: made.getClientExtensionResults() };
  };

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
    return await answer.json();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button"), words = form.querySelector(".wrong-words");
    if (!window.PublicKeyCredential) {
      if (form.dataset.passkey === "create") { button.disabled = true; words.textContent = "这个浏览器不支持通行密钥，或网址不是 https。请换一个浏览器，或改用动态码。"; }
      continue;
    }
    form.hidden = false;
    button.addEventListener("click", async () => {
      words.textContent = "";
      try {
        const publicKey = opened((await asked(form)).publicKey);
        const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.credential.value = JSON.stringify(closed(made));
        form.submit();
      } catch (error) {
        words.textContent = error.name === "InvalidStateError" ? "这台设备已经有您的通行密钥了。" : "没有完成，请再试一次，或用别的方式登录。";
      }
    });
  }
})();
