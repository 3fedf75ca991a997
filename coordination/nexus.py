"""Whose planning a need is for: humanitarian, or development, which goes to public-sector planning."""

from coordination.catalogue import Catalogue
from understanding.wanted import DEVELOPMENT, HUMANITARIAN


def of_need(catalogue: Catalogue, code: str) -> str:
    """Development where everything that answers the need of an indicator is: education, childcare, roads, power.

    The activities of the catalogue say which (domain section 5, senior view); all else is humanitarian.
    """
    answers = [
        *catalogue.need_activities(code),
        *(catalogue.activities[one] for one in catalogue.answered_by.get(code, ())),
    ]
    kinds = {one.nexus for one in answers}
    return DEVELOPMENT if kinds == {DEVELOPMENT} else HUMANITARIAN
