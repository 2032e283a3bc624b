"""A section made of fields of the settings."""

from __future__ import annotations

from ui.choices import Choices
from ui.kit.screen import Row, Section
from ui.preferences.controls import Control, control_of
from ui.preferences.fields import Group


class GroupSection(Section):
    """A section of settings."""

    def __init__(self, group: Group, choices: Choices, *, note: str = "") -> None:
        """``note``: text key of the sentence below the heading."""
        super().__init__(f"set_group_{group.name}", note=note)
        self.group = group
        self.controls: dict[str, Control] = {}
        for field in group.fields:
            control = self.controls[field.name] = control_of(field)
            control.chosen.connect(lambda value, name=field.name: choices.keep(**{name: value}))
            note = f"set_{field.name}_note" if field.note else ""
            self.add(Row(f"set_{field.name}", control.widget, note=note))
