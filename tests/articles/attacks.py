"""HTML made to run something, by every way known to us; `canary()` is what it wants to run."""

_RUN = 'onerror=canary() onload=canary() ontoggle=canary() onfocus=canary() autofocus src=x href="javascript:canary()"'
_ELEMENTS = [
    "script",
    "style",
    "svg",
    "math",
    "template",
    "noscript",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "video",
    "audio",
    "img",
    "link",
    "meta",
    "base",
    "marquee",
    "details",
    "textarea",
    "select",
    "frameset",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "listing",
    "title",
    "keygen",
    "bgsound",
    "applet",
    "dialog",
    "portal",
    "slot",
]
_OURS = ("p", "a", "figure", "figcaption", "td", "cite", "blockquote", "bdi", "ol", "h2")
_EVENTS = [
    "onclick",
    "onload",
    "onerror",
    "onfocus",
    "onmouseover",
    "onanimationstart",
    "onpointerenter",
    "ontoggle",
    "onbeforetoggle",
    "onscroll",
]
_ATTRIBUTES = (
    "style='position:fixed'", "class='x'", "id='x'", "name='x'", "hx-get='/'", "x-data='canary()'",
    "v-on:click='canary()'",
    "data-wp-on='canary()'", "formaction='javascript:canary()'", "srcdoc='<script>canary()</script>'", "is='x-y'",
    "ping='https://evil.example/'", "target='_blank'", "contenteditable", "tabindex='1'", "slot='x'",
)  # fmt: skip
_ADDRESSES = (
    "javascript:canary()", "JaVaScRiPt:canary()", "java&#10;script:canary()", "java&Tab;script:canary()",
    "&#106;avascript:canary()", "&#x6A;avascript:canary()", "\x01javascript:canary()", " javascript:canary()",
    "vbscript:canary()", "data:text/html,<script>canary()</script>", "data:image/svg+xml,<svg onload=canary()>",
    "blob:x",
    "file:///etc/passwd", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "/\t/evil.example/",
    "https:evil.example",
    "view-source:x", "feed:javascript:canary()", "\u202ejavascript:canary()", "javascript\u200b:canary()",
)  # fmt: skip
_PLACES = (
    "<a href='{}'>x</a>", "<figure data-embed='{}'></figure>", "<cite data-note='{}'>x</cite>",
    "<figure data-kind='{}'></figure>", "<blockquote cite='{}'>x</blockquote>",
)  # fmt: skip
_AROUND = (
    "<svg>{}</svg>", "<math><mtext>{}</mtext></math>",
    "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<svg><foreignObject>{}</foreignObject></svg>", "<template>{}</template>", "<noscript>{}</noscript>",
    "<style>{}</style>",
    "<title>{}</title>", "<textarea>{}</textarea>", "<table>{}</table>", "<select>{}</select>", "<!--{}-->",
    "<![CDATA[{}]]>",
    "<cite data-note=''>{}</cite>", "<figure data-kind=gallery>{}</figure>", "<pre>{}</pre>",
    "<figure data-kind=quote><blockquote>{}</blockquote></figure>", "<a title='{}' href='/'>x</a>", "<xmp>{}</xmp>",
)  # fmt: skip
_PAYLOADS = (
    "<script>canary()</script>", "<img src=x onerror=canary()>", "</p><img src=x onerror=canary()>",
    "--><img src=x onerror=canary()>", "]]><img src=x onerror=canary()>", "'\"><svg onload=canary()>",
)  # fmt: skip

ATTACKS = [
    *(f"<{name} {_RUN}>نص</{name}>" for name in _ELEMENTS),
    *(f"<{name} {event}=canary()>نص</{name}>" for name in _OURS for event in _EVENTS),
    *(f"<{name} {attribute}>نص</{name}>" for name in ("p", "a", "figure", "cite") for attribute in _ATTRIBUTES),
    *(place.format(address) for place in _PLACES for address in _ADDRESSES),
    *(around.format(payload) for around in _AROUND for payload in _PAYLOADS),
    "<p><b><p><i></b>نص",
    "<ol><li><ul><li><a href=x><table><tr><td><a href=y>",
    "<blockquote cite='x\ny onfocus=1 autofocus'>نص</blockquote>",
    "<figure data-image='7 onload=1' data-align='fixed'><figcaption>شرح</figcaption></figure>",
]
