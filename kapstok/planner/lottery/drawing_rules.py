"""Why tables cannot be drawn, or announced to be drawn. Pure."""

from __future__ import annotations

from kapstok.errors import N_, Refused


class InvitedWithout(Refused):
    """Who said yes did so to a bijeenkomst without a draw."""

    sentence = N_(
        "Er zijn al gasten uitgenodigd zonder dat zij van de loting wisten. "
        "Kondig de loting bij een volgende bijeenkomst aan voordat u uitnodigt."
    )
    status = 409


class AlreadyDrawn(Refused):
    """A second draw would be a choice between two: no coin any more."""

    sentence = N_("De tafels zijn al geloot. Dat gebeurt één keer: wie nog eens mag loten, kiest.")
    status = 409


class NotAnnounced(Refused):
    """Guests must have been able to say no."""

    sentence = N_("De loting is niet aangekondigd in de uitnodiging. Dan kunnen gasten geen nee zeggen.")
    status = 409


class NotRegistered(Refused):
    """What it is judged by is written down first."""

    sentence = N_("De loting staat nog niet in het meetplan. Leg daar eerst vast hoe u haar beoordeelt.")
    status = 409


class NoPlanYet(Refused):
    """There is nothing to draw among."""

    sentence = N_("Er is nog geen tafelindeling. Maak die eerst.")
    status = 409


class NothingToDraw(Refused):
    """No two guests can change places at so small a price."""

    sentence = N_(
        "Er zijn geen twee gasten die van plaats kunnen ruilen zonder dat de indeling minder wordt. "
        "Er valt niets te loten."
    )
    status = 409
