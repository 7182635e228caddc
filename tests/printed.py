"""Small PDF files, made for the tests: lines of text at places on pages."""

from __future__ import annotations


def pdf(pages):
    """A PDF whose pages hold (x, y, text) in the order given; points from the lower left."""
    objects = []

    def add(content):
        objects.append(content)
        return len(objects)

    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    contents = []
    for lines in pages:
        drawn = b"".join(
            b"1 0 0 1 %d %d Tm (%s) Tj\n"
            % (x, y, text.replace("(", "\\(").replace(")", "\\)").encode("latin-1"))
            for x, y, text in lines
        )
        stream = b"BT /F1 10 Tf\n" + drawn + b"ET"
        contents.append(add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)))
    parent = len(objects) + len(pages) + 1
    kids = [
        add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 %d 0 R >> >> >>" % (parent, content, font)
        )
        for content in contents
    ]
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids)))
    catalog = add(b"<< /Type /Catalog /Pages %d 0 R >>" % parent)
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, catalog, start,
    )  # fmt: skip
