"""The charts of a page in the language of its reader."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from api.charts import comparison_svg, price_history_svg
from api.negotiate import Language
from api.pages.pricing import name_of, unit_of
from api.pages.words import Words
from registry.prices.model import Comparison, Series


@dataclass(frozen=True, slots=True)
class Charts:
    """Draws what a template asks for; the drawings escape every text themselves."""

    language: Language
    words: Words

    def history(self, series: Series) -> Markup:
        """Return the prices of one unit in time."""
        unit = unit_of(series.unit)
        title = self.words("price.history_caption", unit=unit)
        told = self.words.formats.tell(unit)
        return Markup(price_history_svg(series.points, told, self.language, title, series.currency))  # noqa: S704 - escaped by the drawing

    def comparison(self, compared: Comparison) -> Markup:
        """Return equal products as strips on one scale."""
        unit = name_of(compared.unit)
        title = self.words("compare.caption", unit=unit)
        told = self.words.formats.tell(unit)
        drawn = comparison_svg(compared.rows, told, self.language, title, compared.summary, compared.currency)
        return Markup(drawn)  # noqa: S704 - escaped by the drawing
