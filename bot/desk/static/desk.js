"use strict";

// Everything here is a comfort: without it the pages are plain forms and links, and a reload shows what is new.

const POLL_MS = 10000;

/** As near to policy/folding.py as is needed: what the server folded stands in the page beside what was written. */
const foldName = (text) =>
  text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/['’‘ʼ`´]/g, "").replace(/\p{Pd}/gu, " ");

function filterPeople(box) {
  const count = document.getElementById("found");
  const people = [...document.querySelectorAll("[data-find]")];
  const textOf = (item) => {
    const team = item.closest("[data-team]");
    return `${item.dataset.find} ${team ? team.dataset.team : ""}`.toLocaleLowerCase();
  };
  const texts = new Map(people.map((item) => [item, textOf(item)]));
  const show = () => {
    const wanted = foldName(box.value).split(/\s+/).filter(Boolean);
    for (const item of people) item.hidden = !wanted.every((word) => texts.get(item).includes(word));
    for (const team of document.querySelectorAll(".team")) {
      const shown = team.querySelector("[data-find]:not([hidden])");
      team.hidden = !shown || (wanted.length > 0 && team.classList.contains("first"));
    }
    const left = people.filter((item) => !item.hidden && !item.closest(".first")).length;
    count.textContent = wanted.length ? `${left} ${left === 1 ? "person" : "people"} found` : "";
  };
  box.addEventListener("input", show);
  show();
}

function countCharacters(box) {
  const limit = Number(box.dataset.limit);
  const left = document.createElement("p");
  left.className = "hint";
  left.setAttribute("role", "status");
  box.after(left);
  const show = () => {
    const rest = limit - [...box.value.replace(/\r\n/g, "\n")].length;
    const unit = Math.abs(rest) === 1 ? "character" : "characters";
    if (rest >= limit / 10) left.textContent = "";
    else left.textContent = rest < 0 ? `${-rest} ${unit} too many` : `${rest} ${unit} left`;
  };
  box.addEventListener("input", show);
  show();
}

function pressOnce(event) {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
}

function pressAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

// Whatever has the focus stays as it is: a person may be about to press it.
const inUse = (element) => element.contains(document.activeElement);

const settled = (item) => item.classList.contains("message-settled");
const sameMessage = (one, other) => one.innerHTML === other.innerHTML && settled(one) === settled(other);

function syncMessages(list, fresh) {
  const wanted = new Set([...fresh.children].map((item) => item.id));
  for (const item of [...list.children]) if (!wanted.has(item.id) && !inUse(item)) item.remove();
  let news = 0;
  let before = list.firstElementChild;
  for (const item of [...fresh.children]) {
    const old = document.getElementById(item.id);
    if (!old) {
      item.classList.add("message-fresh");
      list.insertBefore(item, before);
      news += 1;
      continue;
    }
    before = old.nextElementSibling;
    if (!sameMessage(old, item) && !inUse(old)) old.replaceWith(item);
  }
  return news;
}

async function refresh(list) {
  const response = await fetch("/", { credentials: "same-origin", headers: { "X-Live": "1" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("messages");
  if (!fresh) return;
  // Another tab switched person: this page would show somebody else's messages under the wrong name.
  if (page.title !== document.title) {
    location.reload();
    return;
  }
  const clock = document.getElementById("clock");
  const time = page.getElementById("clock");
  if (clock && time && clock.innerHTML !== time.innerHTML) clock.innerHTML = time.innerHTML;
  const news = syncMessages(list, fresh);
  document.getElementById("no-messages").hidden = list.children.length > 0;
  if (news) document.getElementById("news").textContent = `${news} new ${news === 1 ? "message" : "messages"}`;
}

function follow(list) {
  let running = false;
  let again = false;
  const update = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      try {
        await refresh(list);
      } catch {
        // The desk is being restarted; the next event or poll tries again.
      }
    } while (again);
    running = false;
  };
  const poll = () => setInterval(() => document.hidden || update(), POLL_MS);
  if (!("EventSource" in window)) {
    poll();
    return;
  }
  const events = new EventSource(list.dataset.events);
  events.onmessage = update;
  let lost = false;
  events.onopen = () => {
    if (lost) update();
    lost = false;
  };
  events.onerror = () => {
    lost = true;
    if (events.readyState === EventSource.CLOSED) poll();
  };
}

document.querySelectorAll("[data-filter]").forEach(filterPeople);
document.querySelectorAll("[data-limit]").forEach(countCharacters);
document.querySelectorAll("[data-events]").forEach(follow);
document.addEventListener("submit", pressOnce);
window.addEventListener("pageshow", pressAgain);
