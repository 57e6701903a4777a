from practice.models.packs import DueDiligencePack, MadePack, PackState

__all__ = ["DueDiligencePack", "MadePack", "PackState"]
