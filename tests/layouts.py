"""Pages in the layouts of government sites, written for the tests: markup, and what is text in it.

`KEPT` must be in the text, `LEFT` must not. Countries and people are invented.
"""

SAID = (
    "<p>Minister Alda Veen met her counterpart in Aldmere on Tuesday.</p>"
    "<p>She raised the case of the imprisoned poet and asked for a fair trial.</p>"
    "<p>Both sides agreed to speak again about tariffs on timber in the spring.</p>"
)
KEPT = ("raised the case of the imprisoned poet", "tariffs on timber")

LAYOUTS = {
    "wordpress": (
        "<header class='site-header'><a href='/'>Ministry</a><nav class='menu'><ul><li><a href='/a'>About us</a></li>"
        "</ul></nav></header><div id='primary' class='content-area has-sidebar'><article class='post'>"
        "<header class='entry-header'><h1>Readout</h1><span class='posted-on'>March 12, 2024</span></header>"
        f"<div class='entry-content'>{SAID}<div class='sharedaddy sd-sharing share-buttons'><h3>Share this:</h3>"
        "<ul><li><a href='#'>Facebook button</a></li></ul></div></div></article></div>"
        "<div id='secondary' class='widget-area sidebar'><h2>Recent posts</h2><ul><li><a href='/1'>An older post</a></li></ul></div>",
        ("About us", "Facebook button", "An older post", "Share this"),
    ),
    "drupal": (
        "<div role='navigation'>Skip links here</div><div class='region region-content'><div class='breadcrumb'>Home &gt; Press"
        "</div><div class='node node--type-press'><h1>Readout</h1><div class='field field-name-body'>"
        f"<div class='field-item'>{SAID}</div></div></div><div class='block block--related'><h2>Related content</h2>"
        "<div class='view-row'><a href='/x'>Visit to Karsund announced</a></div></div></div>",
        ("Skip links here", "Home > Press", "Karsund announced", "Related content"),
    ),
    "govspeak": (
        "<div class='gem-c-cookie-banner' id='global-cookie-message'><p>We use some essential cookies to make this "
        "website work.</p><button>Accept additional cookies</button></div><a href='#content' class='govuk-skip-link'>Skip to main content</a>"
        "<main id='content'><h1>Readout</h1><div class='gem-c-metadata'>From: The Ministry</div>"
        f"<div class='govspeak'>{SAID}</div><div class='gem-c-share-links'><h2>Share this page</h2><a href='#'>Share on X thing</a></div>"
        "<nav class='gem-c-related-navigation'><h2>Related content</h2><ul><li><a href='/y'>Travel advice for Valdoria</a></li></ul></nav>"
        "</main>",
        ("essential cookies", "Skip to main", "Share on X", "Travel advice"),
    ),
    "one form": (
        "<form action='default.aspx' id='aspnetForm'><div id='topmenu'><ul><li><a href='1'>Ministry</a></li><li><a href='2'>Minister"
        f"</a></li><li><a href='3'>Treaties</a></li></ul></div><div id='ctl00_main'><h1>Readout</h1>{SAID}</div>"
        "<div id='bottom'><a href='i'>Imprint</a> <a href='s'>Site map</a> <a href='l'>Legal notice</a></div></form>",
        ("Treaties", "Imprint"),
    ),
    "tables of 2003": (
        "<table width='760'><tr><td colspan='2'><img alt='logo'></td></tr><tr><td width='150' valign='top'>"
        "<a href='1'>Home</a><br><a href='2'>Speeches</a><br><a href='3'>Visits abroad</a><br><a href='4'>Archive</a></td>"
        f"<td><font size='2'><b>Readout</b>{SAID}</font></td></tr></table>",
        ("Visits abroad",),
    ),
    "teasers beside": (
        f"<main><div class='text'><h1>Readout</h1>{SAID}</div><div class='teasers'><article><h3><a href='1'>New ambassador named"
        "</a></h3><p><a href='1'>The king received the letters.</a></p></article><article><h3><a href='2'>Bridge opened</a></h3>"
        "<p><a href='2'>Traffic flows.</a></p></article></div></main>",
        ("New ambassador", "Bridge opened"),
    ),
    "related inside the article": (
        f"<article><h1>Readout</h1>{SAID}<h2>See also</h2><ul><li><a href='1'>Statement on fisheries</a></li><li>"
        "<a href='2'>Speech on harbours</a></li><li><a href='3'>Treaty of 1971</a></li></ul>"
        "<p>Back to top</p></article>",
        ("fisheries", "harbours", "See also", "Back to top"),
    ),
    "german": (
        "<a href='#main'>Zum Inhalt springen</a><div id='main' class='l-content'><div class='c-intro'><h1>Gespräch</h1></div>"
        f"<div class='c-text'>{SAID}</div><section class='c-related'><h2>Mehr zum Thema</h2><p><a href='1'>Reise nach Karsund</a></p></section></div>",
        ("Zum Inhalt", "Reise nach Karsund", "Mehr zum Thema"),
    ),
    "cookie layer inside main": (
        "<main><div class='eupopup-container'><p>Our website uses cookies for statistics, read our policy.</p></div>"
        f"<h1>Readout</h1>{SAID}</main>",
        ("for statistics",),
    ),
    "breaks for paragraphs": (
        "<div id='content'><h2>Readout</h2>Minister Alda Veen met her counterpart in Aldmere on Tuesday.<br><br>"
        "She raised the case of the imprisoned poet and asked for a fair trial.<br><br>Both sides agreed to speak "
        "again about tariffs on timber in the spring.<br><br><a href='p'>Print this page</a></div><div id='footer'>Ministry Street 1</div>",
        ("Ministry Street",),
    ),
    "a short statement": (
        "<header><nav><a href='/'>Home page</a></nav></header><main><h1>Statement</h1><p>She raised the case of the imprisoned poet, "
        "and tariffs on timber.</p></main><footer><p>Ministry of Aldmere, all rights reserved, legal notice and imprint.</p></footer>",
        ("Home page", "all rights reserved"),
    ),
    "nothing but divisions": (
        f"<div><div class='a1'><a href='1'>Home</a> <a href='2'>Ministry of all</a> <a href='3'>Links</a></div><div class='b2'><h1>Readout</h1>{SAID}</div></div>",
        ("Ministry of all",),
    ),
}  # fmt: skip

TRANSCRIPT = {
    "labels in a column": (
        "<main><h1>Press conference</h1><table><tr><td>MINISTER VEEN:</td><td>We met, and we spoke of the poet.</td></tr>"
        "<tr><td>QUESTION:</td><td>Will she be released?</td></tr><tr><td>MINISTER VEEN:</td><td>I asked for it.</td></tr></table></main>"
    ),
    "labels in a column without colons": (
        "<main><h1>Press conference</h1><table><tr><th>MINISTER VEEN</th><td><p>We met, and we spoke of the poet.</p></td></tr>"
        "<tr><th>QUESTION</th><td><p>Will she be released?</p></td></tr><tr><th>MINISTER VEEN</th><td><p>I asked for it.</p></td></tr></table></main>"
    ),
    "one cell for all": (
        "<table><tr><td><h1>Press conference</h1><p>MINISTER VEEN: We met, and we spoke of the poet.</p><p>QUESTION: Will she be "
        "released?</p><p>MINISTER VEEN: I asked for it.</p></td></tr></table>"
    ),
    "a row for each paragraph": (
        "<table><tr><td>MINISTER VEEN: We met, and we spoke of the poet.</td></tr><tr><td>QUESTION: Will she be released?</td></tr>"
        "<tr><td>MINISTER VEEN: I asked for it.</td></tr></table>"
    ),
}


def page(body, head=""):
    return (
        f"<!doctype html><html lang='en'><head><title>Readout | Ministry</title>{head}</head><body>{body}</body></html>"
    ).encode()
