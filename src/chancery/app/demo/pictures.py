# SPDX-License-Identifier: EUPL-1.2
"""The demo's files, drawn by code and free of words: a schedule as PDF, a chart and views of a bridge as PNG."""

import io

from PIL import Image, ImageDraw

_BARS = [(0, 6), (3, 5), (6, 7), (9, 4), (11, 6), (14, 5), (17, 7), (20, 4), (22, 6), (25, 5)]
_VARIANTS = [(54, 71), (48, 82), (66, 64), (59, 77)]
CHART_SIZE = (720, 420)
VIEW_SIZE = (800, 600)
_VIEWS = {
    "morning": ("#f3d9c4", "#8fb0c9", "#7d9a78", 3),
    "noon": ("#bcdcf5", "#4f86b8", "#5f9160", 4),
    "evening": ("#5f5a86", "#33406b", "#2f4a4a", 2),
}
_SCALE = 2


def schedule_pdf() -> bytes:
    """Return a one-page bar chart of ten works over thirty weeks (A4, landscape)."""
    marks = ["0.93 0.95 0.98 rg 40 40 762 515 re f", "0.6 0.65 0.72 RG 0.5 w"]
    marks += [f"{90 + week * 23} 60 m {90 + week * 23} 530 l S" for week in range(31)]
    marks += [
        f"BT /F 9 Tf 0.2 0.25 0.35 rg {86 + week * 23} 536 Td ({week + 1}) Tj ET" for week in range(0, 30, 2)
    ]
    for number, (start, length) in enumerate(_BARS):
        y = 485 - number * 45
        marks.append(f"BT /F 12 Tf 0.2 0.25 0.35 rg 56 {y + 8} Td ({number + 1}) Tj ET")
        marks.append(f"0.08 0.30 0.68 rg {90 + start * 23} {y} {length * 23} 24 re f")
    return _pdf("\n".join(marks).encode())


def _pdf(content: bytes) -> bytes:
    """Return a PDF 1.4 file with one page of drawing operators."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F 5 0 R >> >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + trailer


def chart_png() -> bytes:
    """Return a chart of four variants with two bars each; drawn larger and scaled down for smooth edges."""
    width, height = (side * _SCALE for side in CHART_SIZE)
    picture = Image.new("RGB", (width, height), "#f4f6fa")
    pen = ImageDraw.Draw(picture)
    for step in range(6):
        y = height - 80 - step * 130
        pen.line((100, y, width - 60, y), fill="#cfd6e2", width=2)
    for number, (load, limit) in enumerate(_VARIANTS):
        left = 160 + number * 310
        for shift, value, colour in ((0, load, "#154db0"), (110, limit, "#9db7e4")):
            top = height - 80 - value * 8
            pen.rounded_rectangle((left + shift, top, left + shift + 90, height - 80), 12, fill=colour)
    out = io.BytesIO()
    picture.resize(CHART_SIZE, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def view_png(hour: str) -> bytes:
    """Return a bridge over a river in the light of "morning", "noon" or "evening"."""
    sky, water, bank, spans = _VIEWS[hour]
    width, height = (side * _SCALE for side in VIEW_SIZE)
    picture = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    horizon, deck = height * 5 // 9, height * 4 // 9
    pen.polygon(
        [(0, horizon), (width // 3, horizon - 130), (width, horizon - 40), (width, horizon)], fill=bank
    )
    pen.rectangle((0, horizon, width, height), fill=water)
    span = width // spans
    for left in range(0, width, span):
        pen.rectangle((left - 14, deck, left + 14, horizon + 120), fill="#5b6472")
        pen.arc((left + 14, deck, left + span - 14, deck + span), 180, 360, fill="#5b6472", width=16)
    pen.rectangle((0, deck - 24, width, deck + 6), fill="#3c4452")
    for number in range(14):
        left, y = number * 137 % width, horizon + 60 + number * 23
        pen.line((left, y, left + 120, y), fill=sky, width=4)
    out = io.BytesIO()
    picture.resize(VIEW_SIZE, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
