/* Passkeys. A form with data-passkey="create" or "get" asks the browser for a key and posts what it answers.
   Its options lie in the page (#passkey-options) or come from data-options-url. Without scripts the form stays hidden. */
(() => {
  "use strict";

  const WORDS = {
    NotAllowedError: "No passkey was used. Try again, or use another way.",
    InvalidStateError: "This device already holds a passkey for your account.",
    SecurityError: "Passkeys do not work at this address.",
  };
  const OTHERWISE = "The passkey could not be used. Try again, or use another way.";
  const isNumber = /^[\d.]+$|^\[/.test(window.location.hostname);

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
  };
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((key) => ({ ...key, id: toBytes(key.id) }));

  const ask = {
    create(options) {
      return navigator.credentials.create({ publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      } });
    },
    get(options) {
      return navigator.credentials.get({ publicKey: {
        ...options, challenge: toBytes(options.challenge), allowCredentials: named(options.allowCredentials),
      } });
    },
  };

  const answered = (key) => {
    const response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((part) => {
      if (key.response[part]) response[part] = toText(key.response[part]);
    });
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return {
      id: key.id, rawId: toText(key.rawId), type: key.type, response,
      clientExtensionResults: key.getClientExtensionResults(),
    };
  };

  const optionsOf = async (form) => {
    if (!form.dataset.optionsUrl) return JSON.parse(document.getElementById("passkey-options").textContent);
    const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no options");
    return response.json();
  };

  const use = async (form) => {
    const problem = form.querySelector("[data-passkey-problem]");
    const button = form.querySelector("button");
    problem.textContent = "";
    button.disabled = true;
    try {
      const data = await optionsOf(form);
      const options = (data.creation_options || data.request_options).publicKey;
      const key = await ask[form.dataset.passkey](options);
      form.elements.credential.value = JSON.stringify(answered(key));
      form.submit();
    } catch (reason) {
      problem.textContent = WORDS[reason.name] || OTHERWISE;
      button.disabled = false;
    }
  };

  if (isNumber || !window.PublicKeyCredential) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); use(form); });
  });
  document.querySelectorAll("[data-passkey-unable]").forEach((words) => {
    words.hidden = true;
  });
})();
