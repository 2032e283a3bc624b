"""The templates of the stylesheet; ``ui.kit.theme`` fills in the tokens."""

from __future__ import annotations

from string import Template
from typing import Final

TYPE_SHEET: Final = Template("""
QLabel[role="tiny"] { font-size: ${tiny}px; }
QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="body"] { font-size: ${body}px; }
QLabel[role="lead"] { font-size: ${lead}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[role="cue"] { font-size: ${cue}px; font-weight: 700; }
QLabel[role="display"] { font-size: ${display}px; font-weight: 700; }
QLabel[role="score"] { font-size: ${score}px; font-weight: 800; }
""")

STYLESHEET: Final = Template("""
* { font-family: "${family}"; }
QWidget { color: ${text}; font-size: ${body}px; background: transparent; }
QMainWindow, QWidget[ground="true"], QDialog { background: ${ground}; }
QLabel { background: transparent; }
QLabel[tone="secondary"] { color: ${secondary}; }
QLabel[tone="accent"] { color: ${accent}; }
QLabel[tone="good"] { color: ${good}; }
QLabel[tone="fair"] { color: ${fair}; }
QLabel[tone="off"] { color: ${off}; }

QFrame[card="true"] {
    background: ${surface}; border: 1px solid ${edge}; border-radius: ${radius_card}px;
}
QFrame[card="drop"] {
    background: ${surface}; border: 1px dashed ${secondary}; border-radius: ${radius_card}px;
}
QFrame[card="dropping"] {
    background: ${raised}; border: 2px dashed ${accent}; border-radius: ${radius_card}px;
}
QFrame[card="curtain"] {
    background: ${surface}; border: 1px solid ${line}; border-radius: ${radius_card}px;
}
QFrame[card="banner"] {
    background: ${raised}; border: 1px solid ${off}; border-radius: ${radius}px;
}
QFrame[card="note"] {
    background: ${raised}; border: 1px solid ${line}; border-radius: ${radius}px;
}

QPushButton {
    background: ${raised}; color: ${text}; border: 2px solid ${raised};
    border-radius: ${radius}px; padding: 7px 14px; font-weight: 600;
}
QPushButton:hover { background: ${hover}; border-color: ${hover}; }
QPushButton:pressed { background: ${line}; border-color: ${line}; }
QPushButton:focus { border-color: ${accent}; }
QPushButton:disabled { color: ${secondary}; }
QPushButton[kind="primary"] {
    background: ${accent}; color: ${on_accent}; border-color: ${accent};
    font-weight: 700; padding: 9px 22px;
}
QPushButton[kind="primary"]:hover { border-color: ${text}; }
QPushButton[kind="primary"]:focus { border-color: ${text}; }
QPushButton[kind="primary"]:disabled {
    background: ${raised}; border-color: ${raised}; color: ${secondary};
}
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; }
QPushButton[kind="ghost"]:hover { background: ${raised}; }
QPushButton[kind="ghost"]:focus { border-color: ${accent}; }
QPushButton[kind="danger"] { background: transparent; color: ${off}; border-color: ${off}; }
QPushButton[kind="danger"]:hover { background: ${raised}; }
QPushButton[kind="danger"]:focus { border-color: ${accent}; }
QPushButton[kind="danger"]:disabled { color: ${secondary}; border-color: ${line}; }
QPushButton[kind="icon"] { padding: 7px; }

QFrame[bar="true"] { background: ${ground}; border: none; border-bottom: 1px solid ${edge}; }
QPushButton[kind="tab"] {
    background: transparent; border: 2px solid transparent; border-bottom: 3px solid transparent;
    border-radius: 0; padding: 7px 12px; color: ${secondary};
}
QPushButton[kind="tab"]:hover { color: ${text}; border-bottom-color: ${line}; }
QPushButton[kind="tab"]:checked { color: ${text}; border-bottom-color: ${accent}; }
QPushButton[kind="tab"]:focus { border: 2px solid ${accent}; border-radius: ${radius}px; }

QFrame[group="true"] {
    background: ${raised}; border: 1px solid ${raised}; border-radius: ${radius}px;
}
QPushButton[kind="segment"] {
    background: transparent; border: 2px solid transparent; color: ${secondary};
    padding: 5px 14px; border-radius: 6px;
}
QPushButton[kind="segment"]:hover { color: ${text}; }
QPushButton[kind="segment"]:checked { background: ${accent}; color: ${on_accent}; }
QPushButton[kind="segment"]:focus { border-color: ${text}; }

QPushButton[kind="tile"] {
    background: ${surface}; border: 2px solid ${edge}; border-radius: ${radius_card}px;
    padding: 0; text-align: left;
}
QPushButton[kind="tile"]:hover { background: ${raised}; border-color: ${raised}; }
QPushButton[kind="tile"]:checked { background: ${raised}; border-color: ${secondary}; }
QPushButton[kind="tile"]:focus { border-color: ${accent}; }

QMenu {
    background: ${raised}; border: 1px solid ${line}; border-radius: ${radius}px; padding: 4px;
}
QMenu::item { padding: 8px 24px 8px 12px; border-radius: 6px; }
QMenu::item:selected { background: ${accent}; color: ${on_accent}; }
QMenu::separator { background: ${line}; height: 1px; margin: 4px 8px; }

QComboBox {
    background: ${raised}; border: 2px solid ${raised}; border-radius: ${radius}px;
    padding: 7px 12px; font-weight: 600;
}
QComboBox:hover { background: ${hover}; border-color: ${hover}; }
QComboBox:focus { border-color: ${accent}; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: ${raised}; color: ${text}; border: 1px solid ${line};
    border-radius: ${radius}px; padding: 4px; outline: none;
    selection-background-color: ${accent}; selection-color: ${on_accent};
}
QComboBox QAbstractItemView::item { min-height: 36px; padding: 0 8px; }

QSpinBox, QDoubleSpinBox, QDateEdit, QLineEdit, QComboBox:editable {
    background: ${raised}; border: 1px solid ${secondary}; border-radius: ${radius}px;
    padding: 8px 13px; font-weight: 600;
    selection-background-color: ${accent}; selection-color: ${on_accent};
}
QLineEdit { font-weight: 400; placeholder-text-color: ${secondary}; }
QSpinBox:hover, QDoubleSpinBox:hover, QDateEdit:hover {
    background: ${hover}; border-color: ${text};
}
QLineEdit:hover { border-color: ${text}; }
QLineEdit[wrong="true"] { border: 2px solid ${off}; padding: 7px 12px; }
QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QLineEdit:focus, QComboBox:editable:focus {
    border: 2px solid ${accent}; padding: 7px 12px;
}
QLineEdit[wrong="true"]:focus { border-color: ${off}; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDateEdit::up-button, QDateEdit::down-button,
QDoubleSpinBox::down-button { width: 0; border: none; }
QComboBox QLineEdit, QSpinBox QLineEdit, QDateEdit QLineEdit {
    background: transparent; border: none; padding: 0; font-weight: 600;
}
QComboBox QLineEdit:focus, QSpinBox QLineEdit:focus, QDateEdit QLineEdit:focus {
    border: none; padding: 0;
}

QProgressBar {
    background: ${raised}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: ${accent}; border-radius: 3px; }

QTableWidget {
    background: ${surface}; border: none; border-radius: ${radius_card}px;
    gridline-color: transparent; outline: none;
    selection-background-color: ${raised}; selection-color: ${text};
}
QTableWidget::item { padding: 8px; border-bottom: 1px solid ${line}; }
QTableWidget:focus { border: 1px solid ${accent}; }
QTableView[days="true"], QListView[days="true"] {
    background: transparent; border: none; outline: none;
    selection-background-color: transparent; selection-color: ${text};
}
QTableView[days="true"]::item:selected, QListView[days="true"]::item:selected {
    background: transparent;
}
QTableView[days="true"] QHeaderView::section {
    background: transparent; border: none; padding: 4px 0;
}
QTableView[days="true"] QTableCornerButton::section { background: transparent; border: none; }
QTableView[words="true"] {
    background: transparent; border: none; gridline-color: transparent; outline: none;
    selection-background-color: ${raised}; selection-color: ${text};
}
QTableView[words="true"]::item { padding: 4px 8px; border-bottom: 1px solid ${line}; }
QTableView[words="true"]:focus { border: 1px solid ${accent}; }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: ${surface}; color: ${secondary}; border: none;
    border-bottom: 1px solid ${line}; padding: 10px 11px; font-size: ${small}px; font-weight: 600;
}
QTableCornerButton::section { background: ${surface}; border: none; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar[beside="true"]:vertical { width: 20px; margin: 2px 2px 2px 10px; }
QScrollBar::handle:vertical { background: ${line}; border-radius: 4px; min-height: 40px; }
QScrollBar::handle:vertical:hover { background: ${secondary}; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: ${line}; border-radius: 4px; min-width: 40px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip {
    background: ${raised}; color: ${text}; border: 1px solid ${line};
    padding: 6px 10px; font-size: ${small}px;
}
""")
