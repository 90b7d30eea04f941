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


class NotRegistered(Refused):
    """What it is judged by is written down first."""

    sentence = N_("De loting staat nog niet in het meetplan. Leg daar eerst vast hoe u haar beoordeelt.")
    status = 409


class NotAllSeated(Refused):
    """Twins change whole paths: everybody must have one."""

    sentence = N_("Niet iedere gast heeft in elke ronde een plek. Werk de tafelindeling eerst bij.")
    status = 409
