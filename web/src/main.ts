// Starts the app: language and direction first, then the page.
import { mount } from "svelte";
import "./styles.css";
import App from "./app/App.svelte";
import { direction, language } from "./text/catalog";

document.documentElement.lang = language;
document.documentElement.dir = direction;
const target = document.getElementById("app")!;
target.replaceChildren();
mount(App, { target });
