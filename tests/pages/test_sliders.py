import base64
from io import BytesIO

import pytest
from PIL import Image

from sim.pages.sliders import _strip


def picture(width: int, height: int) -> str:
    file = BytesIO()
    Image.new("RGB", (width, height), (200, 0, 0)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


@pytest.mark.parametrize(("height", "rows"), [(60, 1), (40, 2)])
def test_wide_pictures_have_a_row_each(height: int, rows: int) -> None:
    pytest.importorskip("matplotlib")
    strip = Image.open(BytesIO(base64.b64decode(_strip(["a", "b"], [picture(100, height)] * 2))))
    red = [strip.getpixel((x, y)) for x in (strip.width // 4,) for y in range(strip.height)]
    bands = "".join("r" if pixel[:3] == (200, 0, 0) else " " for pixel in red).split()
    assert len(bands) == rows
