// Sets the chosen theme before the page is drawn.
"use strict";
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "";
