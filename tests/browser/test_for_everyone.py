"""What is held against pages is noticed, also after many good ones have been seen."""

import pytest

PAGE = """<!doctype html><html lang="en"><head><title>Page</title></head>
<body style="background: white; color: black"><main><h1>Page</h1>{}</main></body></html>"""
GOOD = "<p>Words</p><div style='background: #036; color: white'><p>Light words</p></div>"


@pytest.fixture
def shown(sheet):
    def show(content: str):
        sheet.goto("about:blank")
        sheet.set_content(PAGE.format(content))
        return sheet

    return show


@pytest.mark.parametrize(
    "content",
    [
        "<p style='color: #ccc'>Faint words</p>",
        "<div style='background: #036'><p>Words</p></div>",
        "<div style='background: #ddd'><div style='opacity: 0.4'><p>Words</p></div></div>",
        "<p><label>Name <input value='Aino' style='color: #ccc; background: white'></label></p>",
        "<p style='width: 3000px'>Words</p>",
        "<p id='one'>Words</p><p id='one'>Words</p>",
        "<h1>Page</h1>",
        "<p><input></p>",
    ],
)
def test_a_flaw_is_noticed_after_good_pages(shown, holds, content):
    holds(shown(GOOD))
    holds(shown(GOOD))

    with pytest.raises(AssertionError):
        holds(shown(GOOD + content))


def test_words_that_become_faint_where_they_stand_are_noticed(shown, holds):
    page = shown(GOOD)
    holds(page)
    page.eval_on_selector("p", "one => { one.style.color = '#ccc'; }")

    with pytest.raises(AssertionError, match="contrast"):
        holds(page)
