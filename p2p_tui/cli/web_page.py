"""The page that a browser gets from ``p2p serve``, and what the browser is told to keep to.

The one that comes with textual-serve asks another host for its letters: this one asks nobody. What
draws the terminal (xterm.js) and the letters themselves are textual-serve's own files.
"""

from html import escape

NAMES = {"demo": "DEMO", "train": "TRAINING"}
"""What a browser can be shown, and what it is called in the title of its page."""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="static/css/xterm.css">
    <link rel="stylesheet" href="page.css">
    <script src="static/js/textual.js"></script>
    <script src="page.js"></script>
  </head>
  <body>
    <p class="banner">{banner}</p>
    <div class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="16"></div>
    <p class="over">The session has ended. <button type="button">Begin another</button></p>
  </body>
</html>
"""
STYLE = """\
@font-face { font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf"); }
@font-face { font-family: "Roboto Mono"; font-weight: 100 700; font-style: italic;
  src: url("static/fonts/RobotoMono-Italic-VariableFont_wght.ttf"); }
html, body { margin: 0; height: 100%; overflow: hidden; background: #0c181f; }
body { display: flex; flex-direction: column; color: #e8eef1; font: 14px sans-serif; }
.banner { margin: 0; padding: 3px 8px; background: #6b3f00; color: #fff; }
.textual-terminal { flex: 1; min-height: 0; }
.over { display: none; position: absolute; inset: 40% 20% auto; margin: 0; padding: 24px;
  background: #12232d; border: 1px solid #5b7a8a; text-align: center; z-index: 20; }
.-closed .over { display: block; }
button { font: inherit; padding: 4px 12px; margin-left: 8px; }
"""
SCRIPT = """\
"use strict";
// Nothing that is drawn opens another page.
window.open = () => null;
const begin = window.onload;
window.onload = async (event) => {
  // The terminal measures its letters once: they have to be there by then.
  await Promise.all(["", "bold ", "italic "].map(
    (kind) => document.fonts.load(`${kind}16px "Roboto Mono"`)));
  document.querySelector("button").onclick = () => window.location.reload();
  new MutationObserver((_, watching) => {
    if (document.body.classList.contains("-first-byte")) {
      watching.disconnect();
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }).observe(document.body, { attributeFilter: ["class"] });
  begin(event);
};
"""


def page(desk: str, socket: str) -> str:
    """The page of a desk, whose terminal speaks to the address of a websocket."""
    name = NAMES[desk]
    return _PAGE.format(
        title=escape(f"{name} · P2P desk, made-up people only"),
        banner=escape(f"{name}: everybody here is made up. Type nothing about a real patient."),
        socket=escape(socket),
    )


def headers(port: int) -> dict[str, str]:
    """What each answer says beside its contents: the browser loads from here and asks nobody else.

    The terminal puts styles of its own into the page; scripts come from files alone.
    """
    policy = (
        "default-src 'none'; object-src 'none'; script-src 'self'; "
        "style-src 'self' 'unsafe-inline'; "
        f"font-src 'self'; img-src 'self' data:; connect-src ws://127.0.0.1:{port}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "clipboard-read=(), camera=(), microphone=(), geolocation=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
        "Server": "p2p",
    }
