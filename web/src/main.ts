// Starts the app: language and direction first, then the page.
import { mount } from "svelte";
import "./styles.css";
import App from "./app/App.svelte";
import { direction, language } from "./text/catalog";

// The crisis page is a file of its own; a server that sends the app for every path sends it for /help too.
if (location.pathname === "/help") location.replace("/help.html");

document.documentElement.lang = language;
document.documentElement.dir = direction;
const target = document.getElementById("app")!;
target.replaceChildren();
mount(App, { target });
