"""What people, pasted text and attackers put into fields."""

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "<style>@import url(//evil.example/x)</style>",
    "<base href=//evil.example>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<form><form><input name=csrfmiddlewaretoken>",
    "<b><i><u>unclosed",
    "<p>" * 10_000,
]
TEMPLATES = [
    "{{7*7}}",
    "{% debug %}",
    "{% csrf_token %}",
    "%s%n",
    "${x}",
    "../../etc/passwd",
    "; rm -rf /",
    "' OR 1=1--",
]
NAMES = ["O'Brien", "D'Souza-Smith", "X", "Null", "None", "True", "undefined", "Łukasz Żółć", "Llŷr Ŵyn", "İstanbul ıI"]
CODED = [
    "Zoë",
    "Zoe\u0308",
    "שלום",
    "مرحبا",
    "\u202egnp.exe",
    "a\u2066b",
    "👨‍👩‍👧‍👦",
    "👍🏽",
    "e" + "\u0301" * 50,
    "\ufeffbom",
    "аррӏе",
    "１２３",
    "١٢/٠٣/٢٠٢٦",
    "\u200b",
    "\u200b\u200d\ufeff",
    "\u00a0",
    "a\u2028b",
]
CONTROLS = ["\x00", "a\x00b", "\x1b[31m", "\x07", "\x85", "\x9f", "\ud800", "a\ud800\udc00b", "\udfff", "\uffff"]
SPACES = ["", " ", "   ", "\t", "\n", "\r\n", "a\nb", "a\r\nb", "a\rb", "  kept  ", "To: x\r\nBcc: y@evil.example"]
SHEETS = ["=1+1", "+44 117", "-1", "@SUM(A1)", '=HYPERLINK("//evil")', "=cmd|' /C calc'!A0", "＝1+1", 'a"b;c,d']
NUMBERS = [
    "-0",
    "-1",
    "0",
    "1e308",
    "NaN",
    "Infinity",
    "2147483648",
    "9223372036854775808",
    "0.1",
    "0,1",
    "1,000",
    "£1.005",
]
DATES = [
    "29/02/2027",
    "31/04/2026",
    "00/00/0000",
    "0000-00-00",
    "9999-12-31",
    "1899-12-31",
    "2026-13-01",
    "10000-01-01",
    "01/02/03",
    "24:00",
    "25:61",
    "2026-03-29T01:30:00+01:00",
    "tomorrow",
    "22 Nov 2026",
]
ADDRESSES = [
    '"quoted local"@example.org',
    "plus+tag@example.org",
    "a@" + "b" * 250 + ".example",
    "ü@münchen.example",
    "two@example.org, three@example.org",
    "x@example.org\r\nBcc: y@example.org",
    "trailing@example.org ",
]
LONG = ["x" * 254, "x" * 255, "x" * 256, "x" * 10_000, "é" * 100_001]
KEYS = ["[]", "{}", "null", "1", "01930000-0000-7000-8000-000000000000", "CM-0101", "lead", "wsas"]

VALUES = [
    *SPACES, *CONTROLS, *CODED, *NAMES, *TEMPLATES, *MARKUP, *SHEETS, *NUMBERS, *DATES, *ADDRESSES, *KEYS, *LONG
]  # fmt: skip
WORST = ["a\x00b", "<script>alert(1)</script>' OR 1=1--\r\n\u202e" + "x" * 10_000 + "é"]
QUERIES = ["-1", "0", "1e9", "abc", "\x00", "٣", "//evil.example", "\\\\evil.example", "' OR 1=1--", "x" * 8000]
# Few enough for every form in the suite, short enough for every field. The whole list goes with `--long`.
TYPED = ['"><img src=x onerror=alert(1)>', "Zoe\u0308 שלום 👍🏽 {{7*7}} ' --"]
