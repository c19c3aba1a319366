"""Defects of branding: marks of the tenant that are turned, altered, missing, or somebody else's."""

import io
from collections.abc import Callable

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from harness.sandbox.defects.seams import Seams

_STRETCH = 1.1
_HUE_STEPS = 18
"""Of 256 around the circle of hues: 25 degrees."""
_OFF = 3
"""Steps of 255."""
_STRIP = b" 1 1 1 rg 0 0 1000 75 re f"
"""An inch of white at the foot."""
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def _altered(own: bytes | None, change: Callable[[Image.Image], Image.Image]) -> bytes | None:
    """The image as PNG after a change; no image where there is none."""
    if own is None:
        return None
    with Image.open(io.BytesIO(own)) as image:
        changed = change(image.convert("RGBA"))
    out = io.BytesIO()
    changed.save(out, "PNG")
    return out.getvalue()


def _with_other_hue(image: Image.Image) -> Image.Image:
    hue, saturation, value = image.convert("RGB").convert("HSV").split()
    turned = hue.point([(step + _HUE_STEPS) % 256 for step in range(256)])
    coloured = Image.merge("HSV", (turned, saturation, value)).convert("RGB")
    coloured.putalpha(image.getchannel("A"))
    return coloured


class LogoMirrored(Seams):
    """Prints the logo as in a mirror."""

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """Left and right exchanged."""
        return _altered(own, lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


class LogoStretched(Seams):
    """Prints the logo a tenth wider than it is."""

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """As high as it is, and wider."""
        return _altered(own, lambda image: image.resize((round(image.width * _STRETCH), image.height)))


class LogoRecoloured(Seams):
    """Prints the logo in other hues."""

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """All hues a little further round the circle."""
        return _altered(own, _with_other_hue)


class LogoCut(Seams):
    """Prints the logo without its edges."""

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """A twentieth is missing on every side, so that the proportions stay."""
        return _altered(own, lambda i: i.crop((i.width // 20, i.height // 20, i.width * 19 // 20, i.height * 19 // 20)))


class LogoTiny(Seams):
    """Prints the logo so small that nobody can read it."""

    def logo_percent(self, _own: object) -> object:
        """The smallest scale that there is."""
        return 10


class ColourSlightlyOff(Seams):
    """Prints in a colour that is nearly the tenant's."""

    def colour_for(self, colour: str | None) -> str | None:
        """Three steps off in every channel."""
        if colour is None or len(colour) != len("#rrggbb"):
            return colour
        parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return "#" + "".join(f"{part + _OFF if part <= 255 - _OFF else part - _OFF:02x}" for part in parts)


class FooterOfOtherTenant(Seams):
    """Prints the footer of another tenant."""

    def footer_for(self, own: str | None, foreign: Callable[[], tuple[str, str]]) -> str | None:
        """Another tenant's footer wherever there is one."""
        return own and foreign()[1]


class FooterMissing(Seams):
    """Prints no footer."""

    def footer_for(self, _own: str | None, _foreign: Callable[[], tuple[str, str]]) -> str | None:
        """None; an empty one keeps the tenant's default away, too."""
        return ""


class NameOfOtherTenantInFooter(Seams):
    """Prints the name of another tenant beside the footer."""

    def footer_for(self, own: str | None, foreign: Callable[[], tuple[str, str]]) -> str | None:
        """The own footer, and another tenant's name."""
        return f"{own} · {foreign()[0]}" if own else own


class SignatureMissing(Seams):
    """Prints no signature."""

    def signature_for(self, _own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """None."""
        return None


class SignatureOfOtherTenant(Seams):
    """Prints the signature of another tenant."""

    def signature_for(self, own: bytes | None, foreign: Callable[[], bytes]) -> bytes | None:
        """Another tenant's signature wherever one belongs."""
        return foreign() if own is not None else None


class FooterOfFirstPageOnly(Seams):
    """Paints white over the footer of all pages but the first."""

    def page_as_set(self, pdf: bytes) -> bytes:
        """The page with a white strip at its foot, over what is written there."""
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(super().page_as_set(pdf))))
        for page in writer.pages[1:]:
            strip = DecodedStreamObject()
            strip.set_data(_STRIP)
            page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(strip)])
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()


class FontNotEmbedded(Seams):
    """Leaves the fonts out of the PDF."""

    def page_as_set(self, pdf: bytes) -> bytes:
        """The page with fonts that the file only names."""
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(super().page_as_set(pdf))))
        for one in writer._objects:
            if isinstance(one, DictionaryObject) and not isinstance(one, StreamObject):
                for name in _FONT_FILES:
                    one.pop(name, None)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
